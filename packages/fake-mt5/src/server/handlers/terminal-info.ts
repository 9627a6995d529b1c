import { PROGRAM } from '../../program.ts';
import { terminalState } from '../../simulation/terminal-state.ts';
import type { Handler } from '../handler.ts';

export const terminalInfo: Handler<'terminal_info'> = (terminal) => ({
  name: PROGRAM.name,
  company: PROGRAM.company,
  build: PROGRAM.terminal_build,
  language: 'English',
  path: 'C:\\Program Files\\FakeMT5',
  data_path: 'C:\\Users\\trader\\AppData\\Roaming\\FakeMT5',
  retransmission: 0,
  maxbars: terminal.limits.max_rates,
  dlls_allowed: true,
  ...terminalState(terminal),
});
