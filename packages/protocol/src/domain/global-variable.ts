import { type Infer, instant, real, record, text } from '../schema/index.ts';

/** A global variable of the terminal: GlobalVariableName, GlobalVariableGet, GlobalVariableTime. */
export const globalVariable = record({
  name: text(64),
  value: real(),
  /** Of the last access, on the clock of the terminal's machine. */
  time: instant(),
});
export type GlobalVariable = Infer<typeof globalVariable>;
