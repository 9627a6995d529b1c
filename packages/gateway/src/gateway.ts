import { evaluate, type Rules, type Usage, usage, usageOfProfile } from '@mt5-bridge/policy';
import { Mt5Error } from '@mt5-bridge/protocol';
import { requireProfile } from './access/profiles.ts';
import { GatewayView } from './access/view.ts';
import type {
  Actor,
  ApprovalFilter,
  AuditFilter,
  CloseFilter,
  KillSwitch,
  No,
  OfProfile,
  Outcome,
  OwnerFinding,
  PolicyView,
  Principal,
  ProfileView,
  Proposal,
  RequestName,
  SubmitAnswer,
  TradeIntent,
  TradingGateway,
  Yes,
} from './api.ts';
import { ApprovalDesk } from './approvals.ts';
import { Changes, type Watched } from './changes.ts';
import type { Core } from './core.ts';
import { Switch } from './kill-switch.ts';
import { encode } from './ledger/encoding.ts';
import type { Request } from './ledger/index.ts';
import { withdrawal } from './ledger/index.ts';
import type { Learned } from './outcomes.ts';
import type { Reading } from './ports.ts';
import { Reconciler } from './reconciler.ts';
import { Replays } from './replays.ts';
import { happeningOf, Sender } from './sender.ts';
import { magicOf, situationOf } from './situation.ts';
import { Submitter } from './submit.ts';
import { Unsettled } from './unsettled.ts';

/** What policy() shows besides the rules. */
export interface PolicyFacts {
  readonly preset: string;
  readonly approval_ttl_seconds: number;
  /** The limits as the configuration writes them. */
  readonly limits: Written;
  /** Those of its profiles, by name. */
  readonly profiles: Readonly<Record<string, Written>>;
}

type Written = { readonly [K in Usage['limit']]?: Usage['configured'] };

/** Records of the audit log that are searched for sends of which the ledger knows nothing. */
const LAST_RECORDS = 100;

/** The core behind {@link TradingGateway}: its parts, and who asks which of them. */
export class Gateway implements TradingGateway {
  readonly #core: Core;
  readonly #policyFacts: () => PolicyFacts;
  readonly #endCompanions: () => void;
  readonly #sender: Sender;
  readonly #replays: Replays;
  readonly #submitter: Submitter;
  readonly #desk: ApprovalDesk;
  readonly #reconciler: Reconciler;
  readonly #unsettled: Unsettled;
  readonly #switch: Switch;
  readonly #changes: Changes;

  /** @param endCompanions ends what else uses the ledger */
  constructor(core: Core, policyFacts: () => PolicyFacts, endCompanions: () => void) {
    const { ledger, clock, log } = core;
    this.#core = core;
    this.#policyFacts = policyFacts;
    this.#endCompanions = endCompanions;
    const look = (request: Request) => this.#reconciler.look(request);
    this.#sender = new Sender({ ...core, look, wake: () => this.#reconciler.wake() });
    this.#replays = new Replays(core, this.#sender, look);
    this.#submitter = new Submitter(core, this.#sender, this.#replays);
    this.#desk = new ApprovalDesk(core, this.#sender, this.#replays);
    this.#unsettled = new Unsettled(core, this.#sender);
    this.#switch = new Switch(ledger, () => clock.now(), log);
    this.#changes = new Changes(ledger, clock, log);
    this.#reconciler = new Reconciler({
      ...core,
      terminal: core.terminal.command,
      isUnderWay: (requestId) => this.#sender.underWay(requestId) !== undefined,
      learned: (request, learned) => this.#learned(request, learned),
    });
    this.#desk.keepSweeping();
    this.#withdrawUnsent().catch((error: Error) =>
      log('warn', `the audit log could not be compared: ${error.message}`),
    );
  }

  async submit(proposal: Proposal): Promise<SubmitAnswer> {
    const { confirmation } = proposal;
    if (confirmation !== undefined) return this.#desk.confirm({ ...proposal, confirmation });
    this.#desk.sweep();
    const answer = await this.#submitter.submit(proposal);
    if (answer.kind === 'pending_approval') this.#desk.keepSweeping();
    return answer;
  }

  async approve(approvalId: string, yes: Yes): Promise<Outcome> {
    return this.#desk.approve(approvalId, yes);
  }

  async deny(approvalId: string, no: No): ReturnType<TradingGateway['deny']> {
    return this.#desk.deny(approvalId, no);
  }

  approval(approvalId: string): ReturnType<TradingGateway['approval']> {
    return this.#desk.get(approvalId);
  }

  approvals(filter: ApprovalFilter): ReturnType<TradingGateway['approvals']> {
    return this.#desk.list(filter);
  }

  async outcome(of: RequestName): Promise<Outcome> {
    this.#desk.sweep();
    const { requests } = this.#core.ledger;
    const request = 'request_id' in of ? requests.byId(of.request_id) : requests.byKey(of.idempotency_key, of.profile);
    if (request === undefined) throw new Mt5Error('REQUEST_NOT_FOUND', undefined, { details: of });
    return this.#replays.outcome(this.#sender.current(request));
  }

  unsettled(filter?: OfProfile): readonly Outcome[] {
    return this.#unsettled.list(filter);
  }

  settle(requestId: string, finding: OwnerFinding, by: Actor): Outcome {
    return this.#unsettled.settle(requestId, finding, by);
  }

  async planClose({ symbol, side, magic, profit }: CloseFilter): Promise<readonly bigint[]> {
    const wanted = { ...(symbol !== undefined && { symbol }), ...(magic !== undefined && { magic }) };
    const positions = await this.#core.reads.positions(wanted);
    return positions
      .map((position) => ({ ...position, gain: position.profit + position.swap }))
      .filter(({ type }) => side === undefined || type === side)
      .filter(({ gain }) => profit === undefined || (profit === 'winners' ? gain > 0 : gain < 0))
      .sort((a, b) => a.gain - b.gain)
      .map(({ ticket }) => ticket);
  }

  async policy({ profile }: OfProfile = {}): Promise<PolicyView> {
    const { ledger, clock, rules: rulesNow } = this.#core;
    const rules = rulesNow();
    if (profile !== undefined) requireProfile(rules, profile);
    const facts = this.#policyFacts();
    const reading = await this.#reading();
    const unsettled = reading === undefined ? [] : ledger.requests.unsettled(reading.identity);
    const now = clock.now();
    const situation = reading && situationOf(ledger, rules, reading, now);
    return {
      identity: reading?.identity ?? null,
      preset: facts.preset,
      read_only: rules.read_only,
      kill_switch: this.#switch.state,
      limits: situation === undefined ? notUsed(facts.limits) : usage(situation, now),
      symbols: rules.symbols,
      live_enabled: rules.live.enabled,
      approvals: { ...rules.approvals, ttl_seconds: facts.approval_ttl_seconds },
      in_flight: unsettled.length,
      unknown: unsettled.filter(({ state }) => state === 'unknown').length,
      profile: profile === undefined ? null : this.#profileView(profile, rules, reading),
    };
  }

  async profiles(): Promise<readonly ProfileView[]> {
    const rules = this.#core.rules();
    const names = Object.keys(rules.profiles);
    if (names.length === 0) return [];
    const reading = await this.#reading();
    return names.map((name) => this.#profileView(name, rules, reading));
  }

  async evaluate(intent: TradeIntent, { profile }: OfProfile = {}): ReturnType<TradingGateway['evaluate']> {
    const { ledger, clock, newId, resolve, snapshots, rules: rulesNow } = this.#core;
    const rules = rulesNow();
    if (profile !== undefined) requireProfile(rules, profile);
    const reading = await snapshots.read(intent);
    const command = resolve(intent, reading.snapshot, { request_id: newId(), magic: magicOf(rules, profile) });
    const now = clock.now();
    return { command, decision: evaluate(command, situationOf(ledger, rules, reading, now, { profile }), now) };
  }

  killSwitch(): KillSwitch {
    return this.#switch.state;
  }

  pullKillSwitch(by: Actor, reason: string): KillSwitch {
    return this.#switch.pull(by, reason);
  }

  releaseKillSwitch(by: Actor): KillSwitch {
    return this.#switch.release(by);
  }

  async audit(filter: AuditFilter): ReturnType<TradingGateway['audit']> {
    return this.#core.ledger.auditLog.read(filter);
  }

  observe(what: Watched, listener: () => void): () => void {
    return this.#changes.observe(what, listener);
  }

  as(principal: Principal): TradingGateway {
    return new GatewayView(this, this.#core, principal);
  }

  async close(): Promise<void> {
    await this.#sender.close();
    await this.#reconciler.close();
    this.#desk.close();
    this.#changes.close();
    this.#endCompanions();
    this.#core.ledger.close();
  }

  /** The account as it stands; undefined while no terminal answers. */
  async #reading(): Promise<Reading | undefined> {
    const { client, snapshots } = this.#core;
    return client.link.state === 'up' ? snapshots.read() : undefined;
  }

  /** @throws Mt5Error PROFILE_NOT_FOUND */
  #profileView(name: string, rules: Rules, reading: Reading | undefined): ProfileView {
    const { ledger, clock } = this.#core;
    const { symbols } = requireProfile(rules, name);
    const now = clock.now();
    const situation = reading && situationOf(ledger, rules, reading, now, { profile: name });
    const used = situation && usageOfProfile(situation, now);
    return { name, limits: used ?? notUsed(this.#policyFacts().profiles[name] ?? {}), symbols };
  }

  /** Written once, by whoever was first. */
  #learned(request: Request, learned: Learned): void {
    const { ledger, clock } = this.#core;
    const { state } = learned;
    // What the terminal answered, though it settled nothing, stays.
    const result = learned.ending.result ?? request.ending?.result ?? null;
    const ending = state === 'unknown' ? { ...learned.ending, result } : learned.ending;
    const isKnown = (): boolean => encode(ledger.requests.byId(request.request_id)?.ending) === encode(ending);
    if (state === 'unknown' && isKnown()) return;
    ledger.write('process', ({ audit, touch }) => {
      if (state === 'unknown' && isKnown()) return;
      if (!ledger.requests.end(request.request_id, ['claimed', 'unknown'], state, ending, clock.now())) return;
      touch('policy');
      audit(happeningOf(state === 'unknown' ? 'outcome' : 'settled', request, { state, ending }));
    });
  }

  /**
   * A crash between the flush of the audit log and the commit of the ledger leaves a `send` that never was: the log is
   * told so. The write lock makes sure that no other process is just there.
   */
  async #withdrawUnsent(): Promise<void> {
    const { ledger } = this.#core;
    const last = ledger.facts.auditHead.get();
    if (last === undefined) return;
    const sends = await ledger.auditLog.read({ event: 'send', count: LAST_RECORDS });
    const late = sends.filter(({ seq }) => seq > last.seq);
    if (late.length === 0) return;
    ledger.write('process', (writing) => {
      for (const { request_id, account, actor, event, data } of late) {
        if (request_id === null || ledger.requests.byId(request_id)?.claim != null) continue;
        writing.auditEntry(withdrawal({ request_id, account, actor, event, data }));
      }
    });
  }
}

function notUsed(limits: Written): Usage[] {
  const names = Object.keys(limits) as Usage['limit'][];
  return names.map((limit) => ({ limit, configured: limits[limit] ?? null, used: null, left: null, resets_at: null }));
}
