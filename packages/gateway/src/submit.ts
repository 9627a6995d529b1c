import { createHash } from 'node:crypto';
import { type Decision, evaluate, orderHash, type Rules, type Situation } from '@mt5-bridge/policy';
import { type Approved, Mt5Error, retcodeOf, type TradeCommand } from '@mt5-bridge/protocol';
import type { Outcome, Preview, Proposal, SubmitAnswer } from './api.ts';
import { canonicalJson } from './audit/index.ts';
import type { Core } from './core.ts';
import { summaryOf, symbolOf } from './intents/index.ts';
import { accountKey } from './ledger/account-key.ts';
import type { Claim, NewRequest, Request, Writing } from './ledger/index.ts';
import type { Reading } from './ports.ts';
import { errorRecord } from './read/index.ts';
import { refused } from './refused.ts';
import type { Replays } from './replays.ts';
import type { Sender } from './sender.ts';
import { inputsOf, magicOf, noteRules, situationOf } from './situation.ts';

/** Orders of one account that may wait for a person at a time; of each profile as many, so that none is in another's way. */
const MOST_PENDING = 50;

/** A digest of what is asked for; who asks and why is not part of it. */
export const bodyOf = ({ intent }: Pick<Proposal, 'intent'>): string =>
  createHash('sha256').update(canonicalJson(intent)).digest('hex');

/** A proposal with everything that was read and worked out for it. */
interface Prepared {
  readonly proposal: Proposal;
  readonly body: string;
  readonly request_id: string;
  readonly rules: Rules;
  readonly reading: Reading;
  readonly command: TradeCommand;
}

/** What one transaction decided. */
type Verdict =
  | { readonly kind: 'known'; readonly request: Request }
  | { readonly kind: 'refused'; readonly error: Mt5Error }
  | { readonly kind: 'pending'; readonly preview: Preview }
  | {
      readonly kind: 'send';
      readonly request: Request;
      readonly claim: Claim;
      readonly approved: Approved<TradeCommand>;
    };

/** The way of a proposal: its key, the market, the rules, and then either nothing, a question to a person, or one send. */
export class Submitter {
  readonly #core: Core;
  readonly #sender: Sender;
  readonly #replays: Replays;

  constructor(core: Core, sender: Sender, replays: Replays) {
    this.#core = core;
    this.#sender = sender;
    this.#replays = replays;
  }

  async submit(proposal: Proposal): Promise<SubmitAnswer> {
    const body = bodyOf(proposal);
    const known = this.#holderOf(proposal);
    if (known !== undefined) return this.#replays.answer(known, body, proposal);
    const prepared = await this.#prepare(proposal, body);
    const verdict = this.#core.ledger.write('disk', (writing) => this.#decide(prepared, writing));
    // Nothing may come between the end of that transaction and the send.
    if (verdict.kind === 'send') {
      return answer(await this.#sender.send(verdict.request, verdict.claim, verdict.approved));
    }
    if (verdict.kind === 'known') return this.#replays.answer(verdict.request, body, proposal);
    if (verdict.kind === 'refused') throw verdict.error;
    return { kind: 'pending_approval', preview: verdict.preview, replayed: false };
  }

  /** The request that the key stands for; a key that was settled long enough ago stands for none. */
  #holderOf({ idempotency_key: key, actor }: Proposal): Request | undefined {
    const { ledger, clock, settings } = this.#core;
    const known = key === undefined ? undefined : ledger.requests.byKey(key, actor.profile);
    const isForgotten = known?.finished_at != null && known.finished_at <= clock.now() - settings().keyTtl;
    return isForgotten ? undefined : known;
  }

  async #prepare(proposal: Proposal, body: string): Promise<Prepared> {
    const { snapshots, resolve, newId, rules: rulesNow } = this.#core;
    const request_id = newId();
    try {
      const reading = await snapshots.read(proposal.intent);
      // Those of now: reading a slow terminal takes long enough to edit them.
      const rules = rulesNow();
      const { profile } = proposal.actor;
      const command = resolve(proposal.intent, reading.snapshot, { request_id, magic: magicOf(rules, profile) });
      return { proposal, body, request_id, rules, reading, command };
    } catch (error) {
      this.#noteInvalid(proposal, error);
      throw error;
    }
  }

  /** What fails before there is anything to decide is in the audit log too, if that can be written. */
  #noteInvalid(proposal: Proposal, error: unknown): void {
    const { ledger, log } = this.#core;
    const common = { actor: proposal.actor, account: null, request_id: null };
    try {
      ledger.write('process', ({ audit }) => {
        audit({ ...common, event: 'proposal', data: proposed(proposal) });
        audit({ ...common, event: 'decision', data: { verdict: 'invalid', error: errorRecord(error) } });
      });
    } catch (failure) {
      log('warn', `a proposal that failed is not in the audit log: ${(failure as Error).message}`);
    }
  }

  #decide(prepared: Prepared, writing: Writing): Verdict {
    const { ledger, clock, settings } = this.#core;
    const { proposal, request_id, rules, reading, command } = prepared;
    const { idempotency_key: key, actor } = proposal;
    const now = clock.now();
    const known = this.#holderOf(proposal);
    if (known !== undefined) return { kind: 'known', request: known };
    if (key !== undefined) ledger.requests.releaseKey(key, actor.profile, now - settings().keyTtl);

    noteRules(ledger, rules, writing);
    const situation = situationOf(ledger, rules, reading, now, { profile: actor.profile });
    const decision = evaluate(command, situation, now);
    const about = { actor, account: reading.identity, request_id };
    writing.audit({ ...about, event: 'proposal', data: proposed(proposal) });
    const hindrance = hindranceOf(decision, reading) ?? this.#crowdBefore(decision, prepared);
    const data = decided(command, decision, situation, reading, now);
    writing.audit({ ...about, event: 'decision', data: { ...data, hindrance: hindrance?.message ?? null } });
    if (hindrance !== undefined) return { kind: 'refused', error: hindrance };
    switch (decision.verdict) {
      case 'refused':
        return { kind: 'refused', error: refused(decision.refusals) };
      case 'needs_approval':
        return this.#ask(prepared, decision, now, writing);
      case 'approved': {
        const claim = claimed(this.#core, this.#sender, reading);
        const request = this.#newRequest(prepared, decision, now, claim);
        ledger.requests.insert(request);
        writing.touch('policy');
        writing.audit(sending(request, claim));
        return { kind: 'send', request, claim, approved: decision.command };
      }
    }
  }

  /** More questions than a person can answer would bury the one that matters. */
  #crowdBefore({ verdict }: Decision, { proposal, reading }: Prepared): Mt5Error | undefined {
    if (verdict !== 'needs_approval') return undefined;
    const pending = this.#core.ledger.approvals.countPending(reading.identity, proposal.actor.profile);
    if (pending < MOST_PENDING) return undefined;
    return new Mt5Error('TOO_MANY_PENDING', undefined, { details: { pending, most: MOST_PENDING } });
  }

  #ask(prepared: Prepared, decision: Asking, now: number, writing: Writing): Verdict {
    const { ledger, newId, settings, terminal } = this.#core;
    const { proposal, request_id, reading, command } = prepared;
    const { identity, snapshot } = reading;
    const request = this.#newRequest(prepared, decision, now, null);
    const quote = request.symbol === null ? undefined : snapshot.market.get(request.symbol)?.quote;
    const preview: Preview = {
      approval_id: newId(),
      request_id,
      hash: orderHash(command, identity),
      summary: summaryOf(command, snapshot),
      identity,
      symbol: request.symbol,
      command,
      intent: proposal.intent,
      assessment: decision.assessment,
      reference: quote === undefined ? null : { bid: quote.bid, ask: quote.ask },
      created_at: now,
      expires_at: now + settings().approvalTtl,
      channels: decision.channels,
      reason: proposal.reason ?? null,
    };
    ledger.requests.insert(request);
    ledger.approvals.insert(preview, terminal);
    writing.touch('approvals');
    const { approval_id, hash, summary, channels, expires_at } = preview;
    writing.audit({
      event: 'approval_requested',
      actor: proposal.actor,
      account: identity,
      request_id,
      data: { approval_id, hash, summary, channels, expires_at: new Date(expires_at).toISOString() },
    });
    return { kind: 'pending', preview };
  }

  #newRequest(prepared: Prepared, { assessment }: Decision, now: number, claim: Claim | null): NewRequest & Request {
    const { proposal, body, request_id, reading, command } = prepared;
    return {
      request_id,
      state: claim === null ? 'awaiting_approval' : 'claimed',
      idempotency_key: proposal.idempotency_key ?? null,
      body,
      identity: reading.identity,
      intent: proposal.intent,
      command,
      symbol: symbolOf(command, reading.snapshot),
      actor: proposal.actor,
      reason: proposal.reason ?? null,
      terminal: this.#core.terminal.command,
      server_time: reading.snapshot.terminal_time,
      notional: assessment.notional,
      created_at: now,
      claim,
      finished_at: null,
      ending: null,
    };
  }
}

/** TRADE_RETCODE_NO_MONEY: what the account has may be another by the time a person says yes. */
const NO_MONEY = 10019;

/** What the terminal itself has against the order: then nothing is sent, and nobody is asked. */
function hindranceOf({ verdict }: Decision, { check }: Reading): Mt5Error | undefined {
  if (verdict === 'refused' || check === undefined || check.retcode === 0) return undefined;
  if (verdict === 'needs_approval' && check.retcode === NO_MONEY) return undefined;
  const { outcome, message } = retcodeOf(check.retcode);
  if (outcome !== 'rejected') return undefined;
  const details = { checked: true, broker_comment: check.comment };
  return new Mt5Error('ORDER_REJECTED', message, { retcode: check.retcode, details });
}

type Asking = Extract<Decision, { verdict: 'needs_approval' }>;

const answer = (outcome: Outcome): SubmitAnswer => ({ kind: 'outcome', outcome, replayed: false });

/**
 * When a request that is claimed now ends, on the account that it was judged for.
 * @throws Mt5Error why nothing can be sent now
 */
export function claimed({ reads, settings }: Core, sender: Sender, { identity }: Reading): Claim {
  if (accountKey(reads.identity()) !== accountKey(identity)) {
    throw new Mt5Error('ACCOUNT_MISMATCH', 'The terminal changed to another account while the order was judged.');
  }
  return sender.claim(settings().times);
}

const proposed = ({ intent, reason, idempotency_key, confirmation }: Proposal) => ({
  intent,
  reason: reason ?? null,
  idempotency_key: idempotency_key ?? null,
  ...confirmation,
});

export function decided(
  command: TradeCommand,
  decision: Decision,
  situation: Situation,
  reading: Reading,
  now: number,
) {
  const symbol = symbolOf(command, reading.snapshot);
  const profile = situation.profile?.name;
  const whose = profile !== undefined && { profile };
  return { ...decision, ...whose, symbol, command, inputs: inputsOf(situation, reading, now) };
}

export function sending({ actor, identity, request_id, symbol, command }: Request, { expires }: Claim) {
  const data = { symbol, command, hash: orderHash(command, identity), expires: new Date(expires).toISOString() };
  return { event: 'send', actor, account: identity, request_id, data } as const;
}
