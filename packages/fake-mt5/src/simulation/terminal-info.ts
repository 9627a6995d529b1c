import type { TerminalInfo } from '@mt5-bridge/protocol';
import { PROGRAM } from '../program.ts';
import type { SimulatedTerminal } from './simulated-terminal.ts';
import { terminalState } from './terminal-state.ts';

/** What TerminalInfo* say of a terminal that keeps so many bars. */
export const terminalInfoOf = (terminal: Pick<SimulatedTerminal, 'connected'>, maxbars: number): TerminalInfo => ({
  name: PROGRAM.name,
  company: PROGRAM.company,
  build: PROGRAM.terminal_build,
  language: 'English',
  path: 'C:\\Program Files\\FakeMT5',
  data_path: 'C:\\Users\\trader\\AppData\\Roaming\\FakeMT5',
  retransmission: 0,
  maxbars,
  dlls_allowed: true,
  ...terminalState(terminal),
});
