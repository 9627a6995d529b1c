export { type AccessLogOptions, createAccessLog } from './access-log.ts';
export { createTokenStore, type TokenStoreOptions } from './token-store.ts';
