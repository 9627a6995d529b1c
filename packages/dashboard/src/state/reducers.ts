import type { AuditRecord } from '@mt5-bridge/gateway/api';
import type { ApprovalView, EquityCurve, QuoteView } from '@mt5-bridge/mcp-server/dashboard';

/** Most records that the page keeps of the stream; older ones are read page by page. */
export const MOST_RECORDS = 300;

/** Newest first, each once. `more` comes oldest first. */
export function withActivity(kept: readonly AuditRecord[], more: readonly AuditRecord[]): readonly AuditRecord[] {
  const newest = kept[0]?.seq ?? 0;
  const fresh = more.filter(({ seq }) => seq > newest);
  // After a gap what is kept would look like all there was.
  const oldest = fresh[0]?.seq;
  const goesOn = oldest === undefined || oldest === newest + 1;
  return [...fresh.toReversed(), ...(goesOn ? kept : [])].slice(0, MOST_RECORDS);
}

export function withEquity(kept: EquityCurve | undefined, more: EquityCurve): EquityCurve {
  if (kept === undefined || more.is_whole || more.day !== kept.day) return more;
  return {
    ...kept,
    at: [...kept.at, ...more.at],
    equity: [...kept.equity, ...more.equity],
    balance: [...kept.balance, ...more.balance],
  };
}

export function withQuote(kept: ReadonlyMap<string, QuoteView>, quote: QuoteView): ReadonlyMap<string, QuoteView> {
  return new Map(kept).set(quote.symbol, quote);
}

/** One that a person decided just now stands here before the stream tells of it, and never goes back. */
export function withApproval(kept: readonly ApprovalView[], one: ApprovalView): readonly ApprovalView[] {
  const at = kept.findIndex(({ approval_id }) => approval_id === one.approval_id);
  return at === -1 ? [one, ...kept] : kept.with(at, one);
}

/** The list of the stream; what is decided and known here does not become pending again by a late message. */
export function withApprovals(
  kept: readonly ApprovalView[] | undefined,
  list: readonly ApprovalView[],
): readonly ApprovalView[] {
  if (kept === undefined) return list;
  const decided = new Map(kept.filter(({ state }) => state !== 'pending').map((one) => [one.approval_id, one]));
  return list.map((one) => (one.state === 'pending' ? (decided.get(one.approval_id) ?? one) : one));
}

/** Pending by the server, and not yet out of time by its clock; the one that ends first comes first. */
export function pendingOf(approvals: readonly ApprovalView[], now: number): readonly ApprovalView[] {
  return approvals
    .filter(({ state, expires_at }) => state === 'pending' && expires_at > now)
    .toSorted((a, b) => a.expires_at - b.expires_at);
}

export interface Chain {
  readonly key: string;
  readonly request_id: string | null;
  /** Oldest first: as it happened. */
  readonly records: readonly AuditRecord[];
}

/** Records of one request together, where its newest record stands; what belongs to none stands alone. */
export function chainsOf(records: readonly AuditRecord[]): readonly Chain[] {
  const chains = new Map<string, AuditRecord[]>();
  for (const record of records) {
    const key = record.request_id ?? `#${record.seq}`;
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [record]);
    else chain.unshift(record);
  }
  return [...chains].map(([key, chain]) => ({ key, request_id: chain[0]?.request_id ?? null, records: chain }));
}
