import { globalVariable } from '../domain/index.ts';
import { list, optional, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/** Only read: other expert advisors steer themselves by these variables. */
export const globals = defineOperation({
  name: 'globals',
  number: 32,
  kind: 'read',
  since: 1,
  summary: 'Global variables of the terminal, by the start of their names if asked.',
  source: ['GlobalVariablesTotal', 'GlobalVariableName', 'GlobalVariableGet', 'GlobalVariableTime'],
  params: record({ prefix: optional(text(64)) }),
  result: record({ globals: list(globalVariable, 10_000) }),
  errors: ['TOO_MUCH_DATA'],
});
