import {
  type Deal,
  type HistoryOrder,
  Mt5Error,
  type Order,
  type Position,
  type Result,
  retcodeOf,
  type TradeCommand,
} from '@mt5-bridge/protocol';
import type { Claim } from './ledger/index.ts';
import {
  areAccountedFor,
  closedBy,
  isAtMost,
  type LookAlike,
  lookAlikes,
  type Records,
  type Sought,
} from './look-alikes.ts';
import {
  contradicted,
  isAnswerTo,
  type Learned,
  learnedFromResult,
  neverHappened,
  shownByRecords,
  undecided,
} from './outcomes.ts';

/**
 * How long the broker's records are given to show a request that may have reached the broker, ms beyond its time to live
 * and beyond the longest wait for its answer.
 */
export const GRACE_MS = 15_000;

/** What order_lookup answered. */
export type Lookup = Result<'order_lookup'>;

/** What the terminal shows of the position or order that a command names. */
export type Subject =
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'order'; readonly order: Order }
  /** The position is closed; the deal that closed it. */
  | { readonly kind: 'closed'; readonly exit: Deal }
  /** The order is not in force any more. */
  | { readonly kind: 'past'; readonly order: HistoryOrder }
  | { readonly kind: 'nowhere' };

export interface Question {
  readonly command: TradeCommand;
  /** That it is about; null where that could not be told. */
  readonly symbol: string | null;
  readonly claim: Claim;
  /** The journal that was asked is the one of the terminal that the request was sent to. */
  readonly isOwnJournal: boolean;
  /** The account is a simulated one, which may start anew under the same name. */
  readonly isSimulated: boolean;
}

/**
 * What a look settles. `wait`: the request may still be carried out, or its traces may still come. `look_at_subject`:
 * the request leaves no traces of its own, so only what it was to change can tell ({@link settledBySubject}).
 * `look_for_alikes`: no record names the request, and none will; but a broker may lose a comment, so whether others can
 * be what came of it has to be seen ({@link settledByLikeness}).
 *
 * Pure, and it errs to one side: nothing is called rejected that may exist or may still come to be, and nothing is called
 * done without the terminal's journal or the broker's records saying so.
 */
export function settle(question: Question, lookup: Lookup): Learned | 'wait' | 'look_at_subject' | 'look_for_alikes' {
  const { command, claim, isOwnJournal, isSimulated } = question;
  const { state, answer, clock, journal_since } = lookup;
  if (state === 'answered' && answer !== undefined) {
    const { outcome } = retcodeOf(answer.retcode);
    if (outcome !== 'unknown' && isAnswerTo(command, answer)) {
      return learnedFromResult(command, outcome, answer, 'journal');
    }
  }
  const evidence = evidenceIn(question, lookup);
  const recorded = byRecords(command, evidence);
  const named = namedIn(question, lookup);
  const isOddAnswer = answer !== undefined && !isAnswerTo(command, answer);
  // What contradicts the request takes nothing from what was done, but no rejection stands beside it.
  const isAtOdds = isOddAnswer || namedIn(question, evidence).length < named.length;
  if (recorded?.state === 'done' || (recorded !== undefined && !isAtOdds)) return recorded;
  if (isOddAnswer || named.length > 0) {
    return clock <= patienceEnds(claim) ? 'wait' : contradicted(command, named);
  }
  if (clock <= claim.expires) return 'wait';
  if (state === 'not_seen' && isOwnJournal && journal_since < claim.made_at) {
    return neverHappened(new Mt5Error('EXPIRED', NEVER_ARRIVED), 'expiry');
  }
  if (clock <= patienceEnds(claim)) return 'wait';
  if (isSimulated && state === 'not_seen' && journal_since > claim.made_at) {
    return neverHappened(new Mt5Error('ORDER_REJECTED', STARTED_ANEW), 'broker_records');
  }
  return leavesTraces(command) ? 'look_for_alikes' : 'look_at_subject';
}

/**
 * What the other records of the broker tell of a request that none of them names. Where some may be its own, a person
 * has to decide; where they do not tell all, they are to be read again.
 */
export function settledByLikeness(sought: Sought, records: Records): Learned | 'wait' {
  const alikes = lookAlikes(sought, records);
  if (alikes.length > 0) return undecided(sought.command, alikes);
  if (!areAccountedFor(sought.command, records)) return 'wait';
  return neverHappened(new Mt5Error('ORDER_REJECTED', NO_TRACE), 'broker_records');
}

/** On the terminal's clock: neither the request nor its sender's wait for the answer lasts longer, and the grace is over. */
const patienceEnds = ({ claimed_at, deadline, made_at, expires }: Claim): number =>
  Math.max(expires, made_at + deadline - claimed_at) + GRACE_MS;

const NEVER_ARRIVED =
  'The request never reached the terminal, and its time to live is over: it was not and will not be carried out.';
const STARTED_ANEW =
  'The simulated account was started anew since: whatever became of this request is gone with the account of then.';
const NO_TRACE = 'The broker has no record of this request: it was not carried out.';

/** Requests whose comment stands in the records of what they bring about. */
const leavesTraces = (command: TradeCommand): boolean =>
  command.operation === 'order_send' || closedBy(command).length > 0;

/** Records that name a request. */
type Evidence = Pick<Lookup, 'orders' | 'history_orders' | 'deals' | 'positions'>;

/** Those that can be what came of it: of its symbol, and no larger than what was asked for. */
function evidenceIn({ command: { params }, symbol }: Question, lookup: Lookup): Evidence {
  const isFit = (volume: number): boolean => volume >= 0 && (!('volume' in params) || isAtMost(volume, params.volume));
  const ofSymbol = <T extends { readonly symbol: string }>(records: readonly T[]): T[] =>
    records.filter((record) => symbol === null || record.symbol === symbol);
  const fitOrders = <T extends Order | HistoryOrder>(orders: readonly T[]): T[] =>
    ofSymbol(orders).filter(({ volume_initial, volume_current }) => {
      return isFit(volume_initial) && volume_current >= 0 && isAtMost(volume_current, volume_initial);
    });
  const deals = ofSymbol(lookup.deals);
  return {
    orders: fitOrders(lookup.orders),
    history_orders: fitOrders(lookup.history_orders),
    deals: deals.every(({ volume }) => volume >= 0) && isFit(sum(deals.map(({ volume }) => volume))) ? deals : [],
    positions: ofSymbol(lookup.positions).filter(({ volume }) => isFit(volume)),
  };
}

/** A position that a request closes has another's name. */
function namedIn({ command }: Question, { orders, history_orders, deals, positions }: Evidence): LookAlike[] {
  const all: [LookAlike['kind'], readonly { readonly ticket: bigint }[]][] = [
    ['order', [...orders, ...history_orders]],
    ['deal', deals],
    ['position', command.operation === 'order_send' ? positions : []],
  ];
  return all.flatMap(([kind, records]) => records.map(({ ticket }) => ({ kind, ticket })));
}

/** @returns undefined while the records do not show how it ended */
function byRecords(command: TradeCommand, { orders, history_orders, deals, positions }: Evidence): Learned | undefined {
  const order = orders[0] ?? history_orders[0];
  const own = deals.filter((deal) => order === undefined || deal.order === order.ticket);
  if (own.length > 0) {
    const volume = sum(own.map((deal) => deal.volume));
    const worth = sum(own.map((deal) => deal.volume * deal.price));
    return shownByRecords(
      { order: own[0]?.order ?? null, volume_filled: volume, price_filled: volume > 0 ? worth / volume : null },
      'broker_records',
    );
  }
  if (positions[0] !== undefined && command.operation === 'order_send') {
    const { identifier, volume, price_open } = positions[0];
    return shownByRecords(
      { order: order?.ticket ?? identifier, volume_filled: volume, price_filled: price_open },
      'broker_records',
    );
  }
  const isPending =
    command.operation === 'order_send' && command.params.type !== 'buy' && command.params.type !== 'sell';
  // A market order without a deal is still being carried out.
  if (orders[0] !== undefined) return isPending ? placed(orders[0]) : undefined;
  const past = history_orders[0];
  if (past === undefined) return undefined;
  const { volume_filled } = filledOf(past);
  const isFilled = past.state === 'filled' || past.state === 'partial' || volume_filled > 0;
  if (past.state === 'rejected' || (!isPending && !isFilled)) {
    const error = new Mt5Error(
      'ORDER_REJECTED',
      `The broker's records show the order as ${past.state}, without a deal.`,
    );
    return neverHappened(error, 'broker_records');
  }
  return isPending ? placed(past) : shownByRecords({ order: past.ticket, ...filledOf(past) }, 'broker_records');
}

const placed = (order: Order | HistoryOrder): Learned =>
  shownByRecords(
    { order: order.ticket, volume_filled: filledOf(order).volume_filled, price_filled: null },
    'broker_records',
  );

function filledOf({ volume_initial, volume_current, price_open }: Order | HistoryOrder) {
  return { volume_filled: sum([volume_initial, -volume_current]), price_filled: price_open > 0 ? price_open : null };
}

/** Lots have at most eight decimals. */
const sum = (values: readonly number[]): number => Number(values.reduce((total, value) => total + value, 0).toFixed(8));

/** The position or order that a request without traces was to change. */
export type SubjectName = { readonly kind: 'position' | 'order'; readonly ticket: bigint };

export function subjectOf({ params }: TradeCommand): SubjectName | undefined {
  if ('position' in params) return { kind: 'position', ticket: params.position };
  return 'order' in params ? { kind: 'order', ticket: params.order } : undefined;
}

/**
 * What the state of a request's subject tells, long after its time to live. A change that is not in force is called
 * rejected: what was asked for is not so. @returns undefined if it can't be told
 */
export function settledBySubject(command: TradeCommand, subject: Subject): Learned | undefined {
  const isSo = isInForce(command, subject);
  if (isSo === undefined) return undefined;
  if (isSo) return shownByRecords({ order: null, volume_filled: null, price_filled: null }, 'state');
  return neverHappened(
    new Mt5Error('ORDER_REJECTED', 'The terminal does not show what was asked for: it was not carried out.'),
    'state',
  );
}

function isInForce({ operation, params }: TradeCommand, subject: Subject): boolean | undefined {
  switch (operation) {
    case 'position_modify':
      // A deal that closes a position carries the stops that the position had.
      if (subject.kind === 'position') return sameStops(params, subject.position);
      return subject.kind === 'closed' ? sameStops(params, subject.exit) : undefined;
    case 'order_modify': {
      if (subject.kind !== 'order' && subject.kind !== 'past') return undefined;
      const { price_open, price_stoplimit, time_expiration } = subject.order;
      const samePrices = same(params.price, price_open) && same(params.stoplimit, price_stoplimit);
      return samePrices && sameStops(params, subject.order) && sameTime(params.expiration, time_expiration);
    }
    case 'order_cancel':
      if (subject.kind === 'order') return false;
      return subject.kind === 'past' ? subject.order.state === 'canceled' : undefined;
    default:
      return undefined;
  }
}

interface Stops {
  readonly sl: number | null;
  readonly tp: number | null;
}

const sameStops = (wanted: Stops, shown: Stops): boolean => same(wanted.sl, shown.sl) && same(wanted.tp, shown.tp);

/** Prices that travelled as they are; far below any tick. */
const same = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.abs(a));

/** The terminal keeps whole seconds. */
const sameTime = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) < 1_000);
