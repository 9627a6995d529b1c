import { createHash } from 'node:crypto';
import {
  type Grant,
  type InFlight,
  type MarketFacts,
  READ_BY_RULES,
  type Rules,
  type Situation,
} from '@mt5-bridge/policy';
import type { KillSwitch } from './api.ts';
import { canonicalJson } from './audit/index.ts';
import { encode } from './ledger/encoding.ts';
import type { Ledger, Request, Writing } from './ledger/index.ts';
import type { Reading } from './ports.ts';

const MINUTE_MS = 60_000;
/** What was done this recently may not be in what the terminal shows yet, ms. */
const RECENT_MS = 2_000;

export const SWITCH_OFF: KillSwitch = { on: false, since: null, by: null, reason: null };

/** All that one decision rests on. Inside a write transaction it is what no other process can change meanwhile. */
export function situationOf(ledger: Ledger, rules: Rules, reading: Reading, now: number, grant?: Grant): Situation {
  const { requests, facts } = ledger;
  const { identity, snapshot } = reading;
  const minute = requests.countClaimed(identity, now - MINUTE_MS + 1);
  // The server's midnight on this machine's clock.
  const midnight = now - (snapshot.terminal_time - snapshot.day.started_at);
  return {
    rules,
    snapshot,
    counters: {
      last_minute: minute.count,
      minute_resets_at: minute.oldest === null ? now : minute.oldest + MINUTE_MS,
      today: requests.countClaimed(identity, midnight).count,
    },
    in_flight: [...requests.unsettled(identity).map(onItsWay), ...notShownYet(ledger, reading, now).map(onItsWay)],
    kill_switch: facts.killSwitch.get()?.on ?? false,
    ...(grant !== undefined && { grant }),
  };
}

/** What can't be told of its worth is no number, and so refused by every limit on worth. */
const onItsWay = ({ request_id, command, notional }: Request): InFlight => ({
  request_id,
  command,
  notional: notional ?? Number.NaN,
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
