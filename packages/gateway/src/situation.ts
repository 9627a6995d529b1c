import { createHash } from 'node:crypto';
import {
  type Counters,
  type Grant,
  type InFlight,
  type MarketFacts,
  type ProfileFacts,
  profileIn,
  READ_BY_RULES,
  type Rules,
  type Situation,
} from '@mt5-bridge/policy';
import type { KillSwitch } from './api.ts';
import { canonicalJson } from './audit/index.ts';
import { encode } from './ledger/encoding.ts';
import type { Ledger, Request, Writing } from './ledger/index.ts';
import type { Reading } from './ports.ts';
import { realised } from './snapshot/index.ts';

const MINUTE_MS = 60_000;
/** What was done this recently may not be in what the terminal shows yet, ms. */
const RECENT_MS = 2_000;

export const SWITCH_OFF: KillSwitch = { on: false, since: null, by: null, reason: null };

/** What is proposed, besides the command. */
export interface Terms {
  readonly grant?: Grant;
  /** The one that proposed it. */
  readonly profile?: string | undefined;
}

/** All that one decision rests on. Inside a write transaction it is what no other process can change meanwhile. */
export function situationOf(ledger: Ledger, rules: Rules, reading: Reading, now: number, terms: Terms = {}): Situation {
  const { requests, facts } = ledger;
  const { identity, snapshot } = reading;
  const { grant, profile } = terms;
  return {
    rules,
    snapshot,
    counters: countersOf(ledger, reading, now),
    in_flight: [...requests.unsettled(identity).map(onItsWay), ...notShownYet(ledger, reading, now).map(onItsWay)],
    kill_switch: facts.killSwitch.get()?.on ?? false,
    ...(grant !== undefined && { grant }),
    ...(profile !== undefined && { profile: profileFactsOf(profile, ledger, rules, reading, now) }),
  };
}

/** Of one profile, or of all. */
function countersOf({ requests }: Ledger, { identity, snapshot }: Reading, now: number, profile?: string): Counters {
  const minute = requests.countClaimed(identity, now - MINUTE_MS + 1, profile);
  // The server's midnight on this machine's clock.
  const midnight = now - (snapshot.terminal_time - snapshot.day.started_at);
  return {
    last_minute: minute.count,
    minute_resets_at: minute.oldest === null ? now : minute.oldest + MINUTE_MS,
    today: requests.countClaimed(identity, midnight, profile).count,
  };
}

/** The magic number that orders carry which name none. */
export const magicOf = (rules: Rules, profile: string | undefined): bigint =>
  (profile === undefined ? undefined : profileIn(rules, profile)?.limits.magic) ?? rules.limits.magic;

function profileFactsOf(name: string, ledger: Ledger, rules: Rules, reading: Reading, now: number): ProfileFacts {
  const magic = profileIn(rules, name)?.limits.magic;
  const own = magic === undefined ? undefined : dealsOf(name, magic, ledger, reading);
  return { name, counters: countersOf(ledger, reading, now, name), realised: own && realised(own) };
}

/**
 * The day's deals of a profile: those with its magic number, and those of its positions by whomever they were closed. A
 * position is its own whose other deals of the day are, or which one of its requests has opened.
 */
function dealsOf(profile: string, magic: bigint, { requests }: Ledger, { identity, deals }: Reading) {
  const known = new Map<bigint, boolean>();
  for (const deal of deals ?? []) if (deal.magic === magic) known.set(deal.position_id, true);
  const isOwn = (position: bigint): boolean => {
    const answer = known.get(position) ?? requests.byOrder(identity, position)?.actor.profile === profile;
    known.set(position, answer);
    return answer;
  };
  return deals?.filter((deal) => deal.magic === magic || (deal.position_id !== 0n && isOwn(deal.position_id)));
}

/** What can't be told of its worth is no number, and so refused by every limit on worth. */
const onItsWay = ({ request_id, command, notional, actor: { profile } }: Request): InFlight => ({
  request_id,
  command,
  notional: notional ?? Number.NaN,
  ...(profile !== undefined && { profile }),
});

/** Of what was done a moment ago, what the account as it was read need not show yet. */
function notShownYet(ledger: Ledger, { identity, snapshot, started_at }: Reading, now: number): Request[] {
  const shown = new Set([
    ...snapshot.positions.flatMap(({ ticket, identifier }) => [ticket, identifier]),
    ...snapshot.orders.map(({ ticket }) => ticket),
  ]);
  const since = Math.min(started_at, now - RECENT_MS);
  const done = ledger.requests.doneSince(identity, since, (order) => shown.has(order));
  const ended = new Set(done.flatMap(endedBy));
  return done.filter(({ command, ending, finished_at }) => {
    if (command.operation === 'order_send') return ending?.order == null || !ended.has(ending.order);
    return finished_at !== null && finished_at >= started_at;
  });
}

/** Tickets that are gone since a request was done. */
function endedBy({ command: { operation, params } }: Request): bigint[] {
  switch (operation) {
    case 'position_close':
      return [params.position];
    case 'position_close_by':
      return [params.position, params.position_by];
    case 'order_cancel':
      return [params.order];
    default:
      return [];
  }
}

/**
 * The inputs of a decision as the audit log keeps them: of records what the rules read, and in place of the rules their
 * digest, which stands beside them in the `configuration` record.
 */
export function inputsOf({ rules, snapshot, ...rest }: Situation, { check, started_at }: Reading, now: number) {
  const positions = snapshot.positions.map((one) => picked(one, READ_BY_RULES.position));
  const orders = snapshot.orders.map((one) => picked(one, READ_BY_RULES.order));
  const market = Object.fromEntries([...snapshot.market].map(([symbol, facts]) => [symbol, asRead(facts)]));
  const read = { ...snapshot, positions, orders, market };
  return { ...rest, rules_sha256: digestOf(rules), snapshot: read, check, started_at, now };
}

const asRead = ({ info, quote, rate }: MarketFacts) => ({
  info: picked(info, READ_BY_RULES.info),
  quote: quote && picked(quote, READ_BY_RULES.quote),
  rate,
});

const picked = <T extends object>(all: T, keys: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(keys.map((key) => [key, all[key]])) as Partial<T>;

/** Half of the digest tells any two configurations apart. */
const DIGEST = 32;

const digestOf = (rules: Rules): string =>
  createHash('sha256').update(canonicalJson(rules)).digest('hex').slice(0, DIGEST);

/** The audit log holds the rules whenever they are others than those of the last decision. */
export function noteRules(ledger: Ledger, rules: Rules, { audit }: Writing): void {
  const { rules: fact } = ledger.facts;
  const text = encode(rules);
  if (fact.get() === text) return;
  fact.set(text);
  audit({
    event: 'configuration',
    actor: { kind: 'gateway', name: 'gateway' },
    account: null,
    request_id: null,
    data: { rules_sha256: digestOf(rules), rules },
  });
}
