import { enumeration, type NameOf } from '../schema/index.ts';

export const accountTradeMode = enumeration('ENUM_ACCOUNT_TRADE_MODE', { demo: 0, contest: 1, real: 2 });
export type AccountTradeMode = NameOf<typeof accountTradeMode>;

export const accountMarginMode = enumeration('ENUM_ACCOUNT_MARGIN_MODE', {
  retail_netting: 0,
  exchange: 1,
  retail_hedging: 2,
});
export type AccountMarginMode = NameOf<typeof accountMarginMode>;

export const accountStopoutMode = enumeration('ENUM_ACCOUNT_STOPOUT_MODE', { percent: 0, money: 1 });
export type AccountStopoutMode = NameOf<typeof accountStopoutMode>;
