import { accountMarginMode, accountStopoutMode, accountTradeMode } from '../enums/index.ts';
import { bool, type Infer, int, money, real, record, reported, text, ticket } from '../schema/index.ts';

/** The account as AccountInfoInteger, AccountInfoDouble and AccountInfoString report it; money in `currency`. */
export const accountInfo = record({
  login: ticket(),
  name: text(),
  server: text(),
  company: text(),
  currency: text(16),
  currency_digits: int({ min: 0, max: 16 }),
  trade_mode: reported(accountTradeMode),
  margin_mode: reported(accountMarginMode),
  leverage: int({ min: 0 }),
  limit_orders: int({ min: 0 }),
  trade_allowed: bool(),
  trade_expert: bool(),
  fifo_close: bool(),
  hedge_allowed: bool(),
  balance: money(),
  credit: money(),
  profit: money(),
  equity: money(),
  margin: money(),
  margin_free: money(),
  margin_level: real('percent; 0 without positions'),
  margin_so_mode: reported(accountStopoutMode),
  margin_so_call: real('percent or money, by margin_so_mode'),
  margin_so_so: real('percent or money, by margin_so_mode'),
});
export type AccountInfo = Infer<typeof accountInfo>;
