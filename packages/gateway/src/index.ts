export { createHookSecret, type HookSecret, type HookSecretOptions } from './access/hook-secret.ts';
export { type AccessLogOptions, createAccessLog, createTokenStore, type TokenStoreOptions } from './access/index.ts';
export { type AlertDeskOptions, createAlertDesk } from './alerts/index.ts';
export * from './api.ts';
export { type AuditFeedOptions, type AuditLog, createAuditFeed, createAuditLog } from './audit/index.ts';
export { createTradingGateway, type TradingGatewayOptions } from './create-trading-gateway.ts';
export { type EquityHistoryOptions, type EquityRecorder, recordEquity } from './equity/index.ts';
export { Ledger, ownerAttemptStore } from './ledger/index.ts';
export {
  type CommandOptions,
  createCommandSink,
  createWebhook,
  type Notice,
  type Notices,
  type NoticesOptions,
  noticeOf,
  type Sink,
  sendNotices,
  type WebhookOptions,
} from './notices/index.ts';
export {
  createOwnerAccess,
  createOwnerPassphrase,
  type OwnerAccessOptions,
  type OwnerPassphrase,
  writePrivateFile,
} from './owner/index.ts';
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
export { type TerminalWatch, type TerminalWatchOptions, watchTerminal } from './watch/watch-terminal.ts';
