import { terminalInfoOf } from '../../simulation/terminal-info.ts';
import type { Handler } from '../handler.ts';

export const terminalInfo: Handler<'terminal_info'> = (terminal) => terminalInfoOf(terminal, terminal.limits.max_rates);
