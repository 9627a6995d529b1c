import { type ApprovalChannel, driftExceeded, evaluate, type Rules } from '@mt5-bridge/policy';
import { type Approved, type ErrorCode, Mt5Error, type TradeCommand } from '@mt5-bridge/protocol';
import type {
  Actor,
  Approval,
  ApprovalFilter,
  ApprovalState,
  No,
  Outcome,
  Preview,
  Proposal,
  SubmitAnswer,
  Yes,
} from './api.ts';
import { canonicalJson } from './audit/index.ts';
import type { Core } from './core.ts';
import { accountKey } from './ledger/account-key.ts';
import { type Claim, ofProfile, type Request, type StoredApproval, type Writing } from './ledger/index.ts';
import { neverHappened, outcomeOf } from './outcomes.ts';
import type { Reading } from './ports.ts';
import { refused } from './refused.ts';
import type { Replays } from './replays.ts';
import type { Sender } from './sender.ts';
import { magicOf, noteRules, situationOf } from './situation.ts';
import { bodyOf, claimed, decided, sending } from './submit.ts';

const MOST_LISTED = 50;

const GATEWAY = { kind: 'gateway', name: 'gateway' } as const;

/** The key of a call that says yes, and whose keys it is among. */
interface Key {
  readonly key: string;
  readonly profile: string | undefined;
}

type Confirmed = Yes & { readonly key: Key | undefined };

type Verdict =
  | { readonly kind: 'failed'; readonly error: Mt5Error }
  | {
      readonly kind: 'send';
      readonly request: Request;
      readonly claim: Claim;
      readonly approved: Approved<TradeCommand>;
    };

/** Orders that wait for a person: each is decided once, and one that is approved is sent once. */
export class ApprovalDesk {
  readonly #core: Core;
  readonly #sender: Sender;
  readonly #replays: Replays;
  #cancelTimer = () => {};

  constructor(core: Core, sender: Sender, replays: Replays) {
    this.#core = core;
    this.#sender = sender;
    this.#replays = replays;
  }

  /** @throws Mt5Error APPROVAL_NOT_FOUND */
  get(approvalId: string): Approval {
    this.sweep();
    return this.#view(this.#stored(approvalId));
  }

  list({ count = MOST_LISTED, ...filter }: ApprovalFilter): readonly Approval[] {
    this.sweep();
    return this.#core.ledger.approvals.list(filter, count).map((stored) => this.#view(stored));
  }

  /** @param key for an order that was proposed without one */
  async approve(approvalId: string, yes: Yes, key?: Key): Promise<Outcome> {
    this.sweep();
    const { preview, state } = this.#stored(approvalId);
    assertPending(state);
    assertAccepted(preview, yes);
    const { ledger, snapshots, rules: rulesNow } = this.#core;
    const reading = await snapshots.read(preview.command);
    if (accountKey(reading.identity) !== accountKey(preview.identity)) {
      throw new Mt5Error(
        'ACCOUNT_MISMATCH',
        'The order was previewed for another account than the terminal is logged in to.',
      );
    }
    const rules = rulesNow();
    const verdict = ledger.write('disk', (writing): Verdict => {
      noteRules(ledger, rules, writing);
      return this.#decide(approvalId, { ...yes, key }, reading, rules, writing);
    });
    if (verdict.kind === 'failed') throw verdict.error;
    // Nothing may come between the end of that transaction and the send.
    return this.#sender.send(verdict.request, verdict.claim, verdict.approved);
  }

  deny(approvalId: string, no: No): Approval {
    this.sweep();
    assertPending(this.#stored(approvalId).state);
    const { channel, by, reason = null } = no;
    this.#core.ledger.write('disk', (writing) => {
      const { state, preview } = this.#stored(approvalId);
      assertPending(state);
      const details = { approval_id: approvalId, channel, reason };
      this.#end(preview, 'denied', { channel, by }, new Mt5Error('APPROVAL_DENIED', undefined, { details }), writing);
      writing.audit(about(preview, 'approval_denied', no, { ...ofProfile(this.#requestOf(preview)), reason }));
    });
    return this.get(approvalId);
  }

  /** The agent's own yes, where the owner lets it count: the same order once more, with the approval's id. */
  async confirm(
    proposal: Proposal & { readonly confirmation: NonNullable<Proposal['confirmation']> },
  ): Promise<SubmitAnswer> {
    this.sweep();
    const { ledger, snapshots, resolve, rules } = this.#core;
    const { idempotency_key: key, intent, actor } = proposal;
    const { preview, state } = this.#stored(proposal.confirmation.approval_id);
    const { request_id, command, hash } = preview;
    const body = bodyOf(proposal);
    const holder = key === undefined ? undefined : ledger.requests.byKey(key, actor.profile);
    if (holder !== undefined && (holder.request_id !== request_id || state !== 'pending')) {
      return this.#replays.answer(holder, body, proposal);
    }
    assertPending(state);
    const { name: by, token } = actor;
    const yes: Yes = { hash, channel: 'agent', by, ...(token !== undefined && { token }) };
    assertAccepted(preview, yes);
    const { snapshot } = await snapshots.read(intent);
    const { profile } = this.#requestOf(preview).actor;
    const again = resolve(intent, snapshot, { request_id, magic: magicOf(rules(), profile) });
    if (canonicalJson(comparable(again)) !== canonicalJson(comparable(command))) throw new Mt5Error('INVALID_APPROVAL');
    const asked = key === undefined ? undefined : { key, profile: actor.profile };
    return { kind: 'outcome', outcome: await this.approve(preview.approval_id, yes, asked), replayed: false };
  }

  /** Ends what nobody decided in time, and comes back when the next one is due. */
  sweep(): void {
    const { ledger, clock } = this.#core;
    const { approvals } = ledger;
    if (approvals.overdue(clock.now()).length > 0) {
      ledger.write('process', (writing) => {
        for (const { preview } of approvals.overdue(clock.now())) {
          this.#end(preview, 'expired', { channel: null, by: null }, new Mt5Error('APPROVAL_EXPIRED'), writing);
          const { request_id, identity: account, approval_id } = preview;
          const data = { approval_id, ...ofProfile(this.#requestOf(preview)) };
          writing.audit({ event: 'approval_expired', actor: GATEWAY, account, request_id, data });
        }
      });
    }
  }

  /** Keeps sweeping as long as something waits, so that observers are told in time. */
  keepSweeping(): void {
    const { ledger, clock, log } = this.#core;
    this.#cancelTimer();
    try {
      this.sweep();
      const next = ledger.approvals.nextExpiry();
      if (next === undefined) return;
      this.#cancelTimer = clock.setTimer(Math.max(MIN_SWEEP_MS, next - clock.now()), () => this.keepSweeping());
    } catch (error) {
      log('warn', `approvals that expired could not be ended: ${(error as Error).message}`);
    }
  }

  close(): void {
    this.#cancelTimer();
  }

  #stored(approvalId: string): StoredApproval {
    const stored = this.#core.ledger.approvals.byId(approvalId);
    if (stored !== undefined) return stored;
    throw new Mt5Error('APPROVAL_NOT_FOUND', undefined, { details: { approval_id: approvalId } });
  }

  #view(stored: StoredApproval): Approval {
    const { clock } = this.#core;
    const request = this.#requestOf(stored.preview);
    const isSent = stored.state === 'approved';
    const outcome = isSent ? outcomeOf(this.#sender.current(request), clock.now()) : null;
    return { ...stored, proposed_by: request.actor, outcome };
  }

  #requestOf({ request_id }: Preview): Request {
    const request = this.#core.ledger.requests.byId(request_id);
    if (request === undefined) throw new Mt5Error('REQUEST_NOT_FOUND', undefined, { details: { request_id } });
    return request;
  }

  /** The whole decision anew, while no other process can decide the same. */
  #decide(approvalId: string, yes: Confirmed, reading: Reading, rules: Rules, writing: Writing): Verdict {
    const { ledger, clock, terminal } = this.#core;
    const now = clock.now();
    const { preview, state } = this.#stored(approvalId);
    assertPending(state);
    if (preview.expires_at <= now) throw new Mt5Error('APPROVAL_EXPIRED');
    const { command, request_id, identity: account, approval_id } = preview;
    const request = this.#requestOf(preview);
    if (hasDrifted(preview, reading)) {
      const error = new Mt5Error('APPROVAL_VOID', undefined, { details: { approval_id, ...preview.reference } });
      this.#end(preview, 'void', { channel: null, by: null }, error, writing);
      writing.audit({
        event: 'approval_void',
        actor: GATEWAY,
        account,
        request_id,
        data: { approval_id, ...ofProfile(request), reason: 'drift' },
      });
      return { kind: 'failed', error };
    }
    const { profile } = request.actor;
    const grant = { hash: yes.hash, channel: yes.channel };
    const situation = situationOf(ledger, rules, reading, now, { grant, profile });
    const decision = evaluate(command, situation, now);
    const actor = actorOf(yes);
    const data = decided(command, decision, situation, reading, now);
    if (decision.verdict !== 'approved') {
      writing.audit({ event: 'decision', actor, account, request_id, data });
      if (decision.verdict === 'refused') return { kind: 'failed', error: refused(decision.refusals) };
      return {
        kind: 'failed',
        error: new Mt5Error('APPROVAL_CHANNEL_CLOSED', undefined, { details: { channels: decision.channels } }),
      };
    }
    this.#adopt(yes.key, request_id, now);
    const claim = claimed(this.#core, this.#sender, reading);
    const isFirst = ledger.approvals.decide(approvalId, 'approved', { channel: yes.channel, at: now, by: yes.by });
    // Whoever sends it need not have the terminal of whoever proposed it.
    const sent = { notional: decision.assessment.notional, terminal: terminal.command };
    if (!isFirst || !ledger.requests.claim(request_id, claim, sent)) throw new Mt5Error('APPROVAL_USED');
    writing.touch('approvals');
    writing.touch('policy');
    writing.audit(about(preview, 'approval_granted', yes, ofProfile(request)));
    writing.audit({ event: 'decision', actor, account, request_id, data });
    writing.audit(sending(request, claim));
    return {
      kind: 'send',
      request: { ...request, ...sent, state: 'claimed', claim },
      claim,
      approved: decision.command,
    };
  }

  /** So that the same call again is answered with the outcome of this one. @throws Mt5Error IDEMPOTENCY_DIVERGED */
  #adopt(asked: Key | undefined, request_id: string, now: number): void {
    if (asked === undefined) return;
    const { ledger, settings } = this.#core;
    const { key, profile } = asked;
    ledger.requests.releaseKey(key, profile, now - settings().keyTtl);
    const holder = ledger.requests.byKey(key, profile);
    if (holder === undefined) ledger.requests.adoptKey(request_id, key, profile);
    else if (holder.request_id !== request_id) {
      const details = { request_id: holder.request_id, idempotency_key: key };
      throw new Mt5Error('IDEMPOTENCY_DIVERGED', undefined, { details });
    }
  }

  #end(
    { approval_id, request_id }: Preview,
    state: Exclude<ApprovalState, 'pending' | 'approved'>,
    { channel, by }: { readonly channel: ApprovalChannel | null; readonly by: string | null },
    error: Mt5Error,
    writing: Writing,
  ): void {
    const { ledger, clock } = this.#core;
    const at = clock.now();
    ledger.approvals.decide(approval_id, state, { channel, at, by });
    ledger.requests.end(request_id, ['awaiting_approval'], 'rejected', neverHappened(error, null).ending, at);
    writing.touch('approvals');
  }
}

const MIN_SWEEP_MS = 10;

const DECIDED = {
  approved: 'APPROVAL_USED',
  denied: 'APPROVAL_DENIED',
  expired: 'APPROVAL_EXPIRED',
  void: 'APPROVAL_VOID',
} as const satisfies Record<Exclude<ApprovalState, 'pending'>, ErrorCode>;

function assertPending(state: ApprovalState): void {
  if (state !== 'pending') throw new Mt5Error(DECIDED[state]);
}

function assertAccepted({ hash, channels }: Preview, yes: Yes): void {
  if (yes.hash !== hash) throw new Mt5Error('INVALID_APPROVAL');
  if (!channels.includes(yes.channel)) {
    throw new Mt5Error('APPROVAL_CHANNEL_CLOSED', undefined, { details: { channel: yes.channel, channels } });
  }
}

/** An order without its market price, which moves with every tick: how far it may move is the drift's business. */
function comparable({ operation, params }: TradeCommand): unknown {
  const isMarket = operation === 'order_send' && (params.type === 'buy' || params.type === 'sell');
  return { operation, params: isMarket ? { ...params, price: null } : params };
}

function hasDrifted({ reference, symbol, command }: Preview, { snapshot }: Reading): boolean {
  const facts = symbol === null ? undefined : snapshot.market.get(symbol);
  // Without a quote there is nothing to measure with, and the rules refuse.
  if (reference === null || facts?.quote === undefined) return false;
  const deviation = 'deviation' in command.params ? command.params.deviation : 0;
  return driftExceeded(reference, facts.quote, deviation, facts.info.point);
}

function actorOf({ channel, by, token }: Yes | No): Actor {
  return { kind: channel === 'agent' ? 'agent' : 'owner', name: by, ...(token !== undefined && { token }) };
}

function about(
  { approval_id, request_id, hash, identity: account }: Preview,
  event: 'approval_granted' | 'approval_denied',
  word: Yes | No,
  more: Readonly<Record<string, unknown>>,
) {
  const { channel } = word;
  return { event, actor: actorOf(word), account, request_id, data: { approval_id, hash, channel, ...more } };
}
