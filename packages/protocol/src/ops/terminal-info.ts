import { terminalInfo as result } from '../domain/index.ts';
import { record } from '../schema/index.ts';
import { defineOperation } from './define.ts';

export const terminalInfoOp = defineOperation({
  name: 'terminal_info',
  number: 3,
  kind: 'read',
  since: 1,
  summary: 'State and permissions of the terminal and the expert advisor.',
  source: ['TerminalInfoInteger', 'TerminalInfoDouble', 'TerminalInfoString', 'MQLInfoInteger'],
  params: record({}),
  result,
  errors: [],
});
