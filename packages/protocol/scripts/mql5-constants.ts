import { readFileSync } from 'node:fs';
import * as domain from '../src/domain/index.ts';
import * as enums from '../src/enums/index.ts';
import { type ErrorCode, errorCatalog, runtimeErrors } from '../src/errors/index.ts';
import { plainTopics } from '../src/events/index.ts';
import { commonErrors } from '../src/ops/index.ts';
import { LAST_INSTANT, REQUEST_ID_ALPHABET, REQUEST_ID_LENGTH } from '../src/schema/index.ts';
import { MAX_DEPTH } from '../src/wire/plain.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '../src/wire/version.ts';
import { operationList } from './mql5-schema.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** MQL5 text literal. */
export const literal = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const define = (name: string, value: string | number): string => `#define ${name} ${value}`;

/** A function from a number to a text, by a switch. */
function texts(head: string, cases: readonly (readonly [string, string])[], otherwise: string): string[] {
  return [
    head,
    '  {',
    '   switch(value)',
    '     {',
    ...cases.flatMap(([label, text]) => [`      case ${label}:`, `         return(${literal(text)});`]),
    '      default:',
    `         return(${literal(otherwise)});`,
    '     }',
    '  }',
  ];
}

/** What the terminal's side can answer with. */
const faults: readonly ErrorCode[] = [
  ...new Set([...commonErrors, ...operationList.flatMap(({ errors }) => errors), 'TERMINAL_ERROR' as const]),
];

/** Everything of Protocol.mqh but its frame. */
export function constants(): string[] {
  return [
    define('PROTOCOL_VERSION', PROTOCOL_VERSION),
    define('PROTOCOL_VERSION_MIN', PROTOCOL_VERSION_MIN),
    define('BRIDGE_VERSION', literal(version)),
    define('MAX_DEPTH', MAX_DEPTH),
    define('LAST_INSTANT', LAST_INSTANT),
    define('REQUEST_ID_ALPHABET', literal(REQUEST_ID_ALPHABET)),
    define('REQUEST_ID_LENGTH', REQUEST_ID_LENGTH),
    define('ERROR_MESSAGE_LENGTH', 1024),
    '',
    '//--- enumerations whose number in the terminal is open: theirs on the wire',
    define('WIRE_CALC_MODE_EXCH_FUTURES_FORTS', enums.symbolCalcMode.numbers.exch_futures_forts),
    define('WIRE_SWAP_MODE_CURRENCY_PROFIT', enums.symbolSwapMode.numbers.currency_profit),
    '',
    '//--- operations',
    ...operationList.map(({ name, number }) => define(`OP_${name.toUpperCase()}`, number)),
    define('OP_LAST', Math.max(...operationList.map(({ number }) => number))),
    '',
    '//--- name of an operation; empty where there is none of that number',
    ...texts(
      'string OperationName(const int value)',
      operationList.map(({ name }) => [`OP_${name.toUpperCase()}`, name] as const),
      '',
    ),
    '//--- whether an operation may reach the broker',
    'bool IsWriteOperation(const int value)',
    '  {',
    '   switch(value)',
    '     {',
    ...operationList.filter(({ kind }) => kind === 'write').map(({ name }) => `      case OP_${name.toUpperCase()}:`),
    '         return(true);',
    '      default:',
    '         return(false);',
    '     }',
    '  }',
    '',
    '//--- topics that flow without a watch',
    ...plainTopics.map((topic, i) => define(`PLAIN_TOPIC_${topic.toUpperCase()}`, i)),
    define('PLAIN_TOPICS', plainTopics.length),
    ...texts(
      'string PlainTopicName(const int value)',
      plainTopics.map((topic) => [`PLAIN_TOPIC_${topic.toUpperCase()}`, topic] as const),
      '',
    ),
    '',
    '//--- why a request is refused',
    'enum ENUM_FAULT',
    '  {',
    '   FAULT_NONE=0,',
    faults.map((code) => `   FAULT_${code}`).join(',\n'),
    '  };',
    '//--- code of a refusal, as it travels',
    ...texts(
      'string FaultCode(const ENUM_FAULT value)',
      faults.map((code) => [`FAULT_${code}`, code] as const),
      '',
    ),
    '//--- what a refusal says where there is nothing more precise to say',
    ...texts(
      'string FaultMessage(const ENUM_FAULT value)',
      faults.map((code) => [`FAULT_${code}`, errorCatalog[code].message] as const),
      '',
    ),
    '//--- refusal that a runtime error of the terminal (GetLastError) amounts to',
    'ENUM_FAULT FaultOfRuntimeError(const int error)',
    '  {',
    '   switch(error)',
    '     {',
    ...runtimeErrors
      .filter(({ code }) => faults.includes(code as ErrorCode) && code !== 'TERMINAL_ERROR')
      .flatMap(({ number, code }) => [`      case ${number}:`, `         return(FAULT_${code});`]),
    '      default:',
    '         return(FAULT_TERMINAL_ERROR);',
    '     }',
    '  }',
    '',
    '//--- timeframes by their short names; the number is that of ENUM_TIMEFRAMES, 0 where there is none',
    ...texts(
      'string TimeframeName(const int value)',
      Object.entries(enums.timeframe.numbers).map(([name, number]) => [`${number}`, name] as const),
      '',
    ),
    'int TimeframeOf(const string name)',
    '  {',
    ...Object.entries(enums.timeframe.numbers).flatMap(([name, number]) => [
      `   if(name==${literal(name)})`,
      `      return(${number});`,
    ]),
    '   return(0);',
    '  }',
    '',
    ...indicators(),
  ];
}

/** Inputs as one letter each: i = TYPE_INT, d = TYPE_DOUBLE; buffers by comma. */
function indicators(): string[] {
  const number = enums.indicatorType.numbers;
  const all = Object.entries(domain.indicators).map(([name, facts]) => ({
    label: `${number[name as keyof typeof number]}`,
    inputs: facts.inputs.map(({ type }) => (type === 'int' ? 'i' : 'd')).join(''),
    buffers: facts.buffers.join(','),
  }));
  return [
    define('INDICATOR_CUSTOM', number.custom),
    '//--- inputs of a built-in indicator, a letter each: i = TYPE_INT, d = TYPE_DOUBLE',
    ...texts(
      'string IndicatorInputs(const int value)',
      all.map(({ label, inputs }) => [label, inputs] as const),
      '',
    ),
    '//--- buffers of a built-in indicator, separated by commas',
    ...texts(
      'string IndicatorBuffers(const int value)',
      all.map(({ label, buffers }) => [label, buffers] as const),
      '',
    ),
  ];
}
