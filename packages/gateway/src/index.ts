export * from './api.ts';
export { createTradingGateway, type TradingGatewayOptions } from './create-trading-gateway.ts';
export type {
  EquityMark,
  EquityStore,
  FillStore,
  OwnerAttemptStore,
  OwnerAttempts,
  Reading,
  ResolveIntent,
  SentRequest,
  SnapshotReader,
} from './ports.ts';
export { rulesOf } from './rules.ts';
