import { operationList, pascal } from './mql5-schema.ts';

/** One file an operation; the expert advisor does not compile without it. */
export const handlerFiles = (): string[] => operationList.map(({ name }) => `Handlers/${pascal(name)}.mqh`);

/** Everything of Handlers.mqh but its frame. */
export const handlers = (): string[] => [
  '//--- carries out the operation of a call; false with its fault set where it is refused',
  'bool Handle(CBridge &bridge,CCall &call)',
  '  {',
  '   switch(call.m_operation)',
  '     {',
  ...operationList.flatMap(({ name }) => [
    `      case OP_${name.toUpperCase()}:`,
    `         return(Handle${pascal(name)}(bridge,call));`,
  ]),
  '      default:',
  '         return(Refuse(call.m_fault,FAULT_UNKNOWN_OPERATION,""));',
  '     }',
  '  }',
];
