import type { ProfileRules } from '@mt5-bridge/policy';
import { Mt5Error } from '@mt5-bridge/protocol';
import type {
  Actor,
  Approval,
  ApprovalFilter,
  AuditFilter,
  AuditRecord,
  CloseFilter,
  KillSwitch,
  No,
  OfProfile,
  Outcome,
  OwnerFinding,
  ProfileView,
  Proposal,
  RequestName,
  SubmitAnswer,
  TradeIntent,
  TradingGateway,
  Yes,
} from '../api.ts';
import type { Core } from '../core.ts';
import type { Principal, Scope } from './api.ts';
import { requireProfile } from './profiles.ts';

type Watched = Parameters<TradingGateway['observe']>[0];

/** Channels whose yes comes over the connection itself. */
const OVER_THE_CONNECTION: ReadonlySet<Yes['channel']> = new Set(['agent', 'elicitation']);

type Parts = Pick<Core, 'ledger' | 'log' | 'rules'>;

/** The gateway for one connection: what its principal may not do is refused, and what is not its own is not there. */
export class GatewayView implements TradingGateway {
  readonly #gateway: TradingGateway;
  readonly #core: Parts;
  readonly #principal: Principal;
  readonly #own: OfProfile;
  /** Whose orders it sees; undefined = everybody's. */
  readonly #sees: OfProfile;

  constructor(gateway: TradingGateway, core: Parts, principal: Principal) {
    this.#gateway = gateway;
    this.#core = core;
    this.#principal = principal;
    const { profile, scopes } = principal;
    this.#own = profile === null ? {} : { profile };
    this.#sees = scopes.includes('admin') ? {} : this.#own;
  }

  async submit(proposal: Proposal): Promise<SubmitAnswer> {
    const actor = this.#signed(proposal.actor);
    const { confirmation } = proposal;
    this.#require('trade', 'propose', actor, { action: proposal.intent.action });
    this.#requireProfile();
    if (confirmation !== undefined) {
      this.#require('approve', 'confirm', actor, { channel: 'agent', ...confirmation });
      this.approval(confirmation.approval_id);
    }
    return this.#gateway.submit({ ...proposal, actor });
  }

  async approve(approvalId: string, yes: Yes): Promise<Outcome> {
    const { channel, by } = yes;
    const details = { channel, approval_id: approvalId };
    if (!OVER_THE_CONNECTION.has(channel)) throw this.#ownersAlone('approve', this.#agent(by), details);
    this.#require('approve', 'approve', this.#agent(by), details);
    this.#requireProfile();
    this.approval(approvalId);
    return this.#gateway.approve(approvalId, { ...yes, token: this.#principal.name });
  }

  async deny(approvalId: string, no: No): Promise<Approval> {
    this.#require('trade', 'deny', this.#agent(no.by), { channel: no.channel, approval_id: approvalId });
    this.approval(approvalId);
    return this.#gateway.deny(approvalId, { ...no, token: this.#principal.name });
  }

  approval(approvalId: string): Approval {
    const approval = this.#gateway.approval(approvalId);
    if (this.#isVisible(approval.proposed_by)) return approval;
    throw new Mt5Error('APPROVAL_NOT_FOUND', undefined, { details: { approval_id: approvalId } });
  }

  approvals(filter: ApprovalFilter): readonly Approval[] {
    return this.#gateway.approvals({ ...filter, ...this.#sees });
  }

  async outcome(of: RequestName): Promise<Outcome> {
    if ('idempotency_key' in of) return this.#gateway.outcome({ idempotency_key: of.idempotency_key, ...this.#own });
    const request = this.#core.ledger.requests.byId(of.request_id);
    if (request !== undefined && this.#isVisible(request.actor)) return this.#gateway.outcome(of);
    throw new Mt5Error('REQUEST_NOT_FOUND', undefined, { details: of });
  }

  unsettled(filter: OfProfile = {}): readonly Outcome[] {
    return this.#gateway.unsettled({ ...filter, ...this.#sees });
  }

  settle(requestId: string, finding: OwnerFinding, by: Actor): never {
    throw this.#ownersAlone('settle', this.#signed(by), { settled: requestId, state: finding.state });
  }

  async planClose(filter: CloseFilter): Promise<readonly bigint[]> {
    this.#require('trade', 'close', this.#agent(this.#principal.name), {});
    const own = this.#requireProfile();
    if (own === undefined) return this.#gateway.planClose(filter);
    const { magic = own.limits.magic } = filter;
    return magic === own.limits.magic ? this.#gateway.planClose({ ...filter, magic }) : [];
  }

  policy(): ReturnType<TradingGateway['policy']> {
    return this.#gateway.policy(this.#own);
  }

  async profiles(): Promise<readonly ProfileView[]> {
    const { profile } = this.#sees;
    const all = await this.#gateway.profiles();
    return all.filter(({ name }) => profile === undefined || name === profile);
  }

  evaluate(intent: TradeIntent): ReturnType<TradingGateway['evaluate']> {
    return this.#gateway.evaluate(intent, this.#own);
  }

  killSwitch(): KillSwitch {
    return this.#gateway.killSwitch();
  }

  pullKillSwitch(by: Actor, reason: string): KillSwitch {
    const actor = this.#signed(by);
    this.#require('trade', 'pull the kill switch', actor, {});
    return this.#gateway.pullKillSwitch(actor, reason);
  }

  releaseKillSwitch(by: Actor): never {
    throw this.#ownersAlone('release the kill switch', this.#signed(by), {});
  }

  audit(filter: AuditFilter): Promise<readonly AuditRecord[]> {
    return this.#gateway.audit({ ...filter, ...this.#sees });
  }

  observe(what: Watched, listener: () => void): () => void {
    return this.#gateway.observe(what, listener);
  }

  /** Scopes of both, and of two profiles the first. */
  as({ name, scopes, profile }: Principal): TradingGateway {
    const own = this.#principal;
    const narrowed = scopes.filter((scope) => own.scopes.includes(scope));
    return new GatewayView(this.#gateway, this.#core, { name, scopes: narrowed, profile: own.profile ?? profile });
  }

  async close(): Promise<void> {}

  #isVisible({ profile }: Actor): boolean {
    return this.#sees.profile === undefined || profile === this.#sees.profile;
  }

  /** Under the token's name, whatever name the client gives itself. */
  #signed({ kind, name }: Actor): Actor {
    return { kind, name, token: this.#principal.name, ...this.#own };
  }

  #agent(name: string): Actor {
    return this.#signed({ kind: 'agent', name });
  }

  /** The rules of its profile; undefined: it has none. @throws Mt5Error PROFILE_NOT_FOUND */
  #requireProfile(): ProfileRules | undefined {
    const { profile } = this.#principal;
    return profile === null ? undefined : requireProfile(this.#core.rules(), profile);
  }

  /** @throws Mt5Error FORBIDDEN */
  #require(scope: Scope, tried: string, actor: Actor, about: Readonly<Record<string, unknown>>): void {
    if (this.#principal.scopes.includes(scope)) return;
    this.#note(actor, { scope, tried, ...about });
    const problem = `The token "${actor.token}" has not the scope "${scope}", which is needed to ${tried}.`;
    throw new Mt5Error('FORBIDDEN', problem, { details: { scope, scopes: this.#principal.scopes } });
  }

  /** What no token can do, whatever its scopes: it is not the owner. */
  #ownersAlone(tried: string, actor: Actor, about: Readonly<Record<string, unknown>>): Mt5Error {
    this.#note(actor, { tried, ...about });
    return new Mt5Error('FORBIDDEN', `To ${tried} is the owner's alone: no token can.`);
  }

  #note(actor: Actor, tried: Readonly<Record<string, unknown>>): void {
    const { ledger, log } = this.#core;
    const data = { what: 'forbidden', ...tried };
    try {
      ledger.write('process', ({ audit }) => audit({ event: 'access', actor, account: null, request_id: null, data }));
    } catch (error) {
      log('warn', `a refusal is not in the audit log: ${(error as Error).message}`);
    }
  }
}
