import { bool, type Infer, int, real, record, text } from '../schema/index.ts';

/** The terminal and the expert advisor in it, as TerminalInfo* and MQLInfo* report them. */
export const terminalInfo = record({
  name: text(),
  company: text(),
  build: int({ min: 0 }),
  language: text(64),
  path: text(1024),
  data_path: text(1024),
  connected: bool(),
  ping_last_us: int({ min: 0 }),
  retransmission: real('percent'),
  maxbars: int({ min: 0 }),
  dlls_allowed: bool(),
  /** The terminal's "Algo Trading" button. */
  trade_allowed: bool(),
  /** The expert advisor's own "Allow Algo Trading" box. */
  expert_trade_allowed: bool(),
});
export type TerminalInfo = Infer<typeof terminalInfo>;
