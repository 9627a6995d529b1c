export type { StoredApproval } from './approvals.ts';
export { type Happening, Ledger, type LedgerOptions, type Touched, type Writing, withdrawal } from './ledger.ts';
export type { StoredPasskey } from './passkeys.ts';
export { type Claim, type Ending, type NewRequest, ofProfile, type Request, type RequestState } from './requests.ts';
export type { StoredSession } from './sessions.ts';
export { equityStore, fillStore, ownerAttemptStore } from './stores.ts';
