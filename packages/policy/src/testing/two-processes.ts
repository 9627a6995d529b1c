import type { Order, Position, TradeCommand } from '@mt5-bridge/protocol';
import type { InFlight, Limits, MarketFacts, ProfileFacts, ProfileRules, Situation } from '../api.ts';
import { evaluate } from '../evaluate.ts';
import { eurusd, NOW, noLimits, pending, position, quoteOf, situation } from './situation.ts';

/** At these prices a lot of either is worth 1 and 2 thousand. */
export const LOT_WORTH: Readonly<Record<string, number>> = { EURUSD: 1_000, USDJPY: 2_000 };

const market: ReadonlyMap<string, MarketFacts> = new Map(
  Object.entries(LOT_WORTH).map(([symbol, worth]) => [
    symbol,
    { info: { ...eurusd, name: symbol, trade_contract_size: worth }, quote: quoteOf(symbol, 1, 1), rate: 1 },
  ]),
);

interface Held {
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
}

interface Claim {
  readonly request: InFlight;
  readonly adds: boolean;
  readonly at: number;
  isCarriedOut: boolean;
  /** The step at which everyone who looks later is sure to see it; undefined: not settled. */
  settledAt: number | undefined;
}

type CommandOf<N> = Extract<TradeCommand, { operation: N }>;

/**
 * A broker and a ledger that two processes share. Claims are serialised and see the ledger as it is; each process sees
 * the broker only as it was when it last looked.
 */
export class TwoProcesses {
  limits: Limits = noLimits;
  profiles: Readonly<Record<string, ProfileRules>> = {};
  now = NOW;
  held: Held = { positions: [], orders: [] };
  readonly claims: Claim[] = [];
  readonly #margin_mode: 'retail_netting' | 'retail_hedging';
  readonly #views: { held: Held; step: number }[] = [0, 1].map(() => ({ held: this.held, step: 0 }));
  #step = 0;
  #tickets = 1_000n;

  constructor(margin_mode: 'retail_netting' | 'retail_hedging') {
    this.#margin_mode = margin_mode;
  }

  get pending(): readonly Claim[] {
    return this.claims.filter(({ isCarriedOut }) => !isCarriedOut);
  }

  look(process: number): void {
    this.#views[process] = { held: this.held, step: ++this.#step };
  }

  /** @returns whether it was approved, and so claimed */
  propose(process: number, draft: TradeCommand, profile?: string): boolean {
    const request_id = `R${String(this.claims.length).padStart(11, '0')}`;
    const command = { ...draft, params: { ...draft.params, request_id } } as TradeCommand;
    const decision = evaluate(command, this.#situation(process, profile), this.now);
    if (decision.verdict !== 'approved') return false;
    const { notional, risk } = decision.assessment;
    const own = profile !== undefined && { profile };
    const request = { request_id, command: decision.command, notional: notional ?? Number.NaN, ...own };
    this.claims.push({ request, adds: risk === 'adds', at: this.now, isCarriedOut: false, settledAt: undefined });
    return true;
  }

  #situation(process: number, name: string | undefined): Situation {
    const view = this.#views[process] ?? { held: this.held, step: 0 };
    return situation({
      limits: this.limits,
      rules: { profiles: this.profiles },
      account: { margin_mode: this.#margin_mode },
      snapshot: { ...view.held, market },
      situation: {
        in_flight: this.claims
          .filter(({ settledAt }) => settledAt === undefined || settledAt > view.step)
          .map(({ request }) => request),
        counters: this.#counters(this.claims),
        ...(name !== undefined && { profile: this.#profile(name) }),
      },
    });
  }

  #profile(name: string): ProfileFacts {
    const own = this.claims.filter(({ request }) => request.profile === name);
    return { name, counters: this.#counters(own), realised: 0 };
  }

  #counters(of: readonly Claim[]): Situation['counters'] {
    const adding = of.filter(({ adds }) => adds);
    const recent = adding.filter(({ at }) => at > this.now - 60_000);
    return {
      last_minute: recent.length,
      minute_resets_at: (recent[0]?.at ?? this.now) + 60_000,
      today: adding.length,
    };
  }

  /** The broker gets round to a request; it may refuse it. */
  carryOut(index: number, isRefused: boolean): void {
    const claim = pick(this.pending, index);
    if (claim === undefined) return;
    claim.isCarriedOut = true;
    if (!isRefused) this.#apply(claim.request.command);
  }

  settle(index: number): void {
    const claim = pick(
      this.claims.filter(({ isCarriedOut, settledAt }) => isCarriedOut && settledAt === undefined),
      index,
    );
    if (claim !== undefined) claim.settledAt = ++this.#step;
  }

  /** The market fills a pending order. */
  trigger(index: number): void {
    const order = pick(this.held.orders, index);
    if (order === undefined) return;
    this.#remove(order.ticket);
    const side = order.type.startsWith('buy') ? 'buy' : 'sell';
    this.#fill({ ...order, volume: order.volume_current }, side, order.price_open);
  }

  /** A stop is hit, or the owner closes by hand. */
  closeByHand(index: number): void {
    const closed = pick(this.held.positions, index);
    if (closed !== undefined) this.#remove(closed.ticket);
  }

  #apply(command: TradeCommand): void {
    if (command.operation === 'order_send') this.#send(command.params);
    if (command.operation === 'order_cancel') this.#remove(command.params.order);
    if (command.operation === 'position_close') this.#close(command.params);
    if (command.operation === 'order_modify') {
      const { order, price } = command.params;
      const orders = this.held.orders.map((one) => (one.ticket === order ? { ...one, price_open: price } : one));
      this.held = { ...this.held, orders };
    }
  }

  #send({ symbol, type, volume, price, magic }: CommandOf<'order_send'>['params']): void {
    if (price === null) {
      this.#fill({ symbol, volume, magic }, type.startsWith('buy') ? 'buy' : 'sell', 1);
      return;
    }
    const added = { symbol, type, volume_current: volume, price_open: price, sl: null, tp: null, magic } as const;
    const order = pending({ ...added, ticket: ++this.#tickets, type_time: 'gtc', time_expiration: null });
    this.held = { ...this.held, orders: [...this.held.orders, order] };
  }

  #close({ position: ticket, volume }: CommandOf<'position_close'>['params']): void {
    const found = this.held.positions.find((one) => one.ticket === ticket);
    if (found === undefined || found.volume < volume) return;
    this.#remove(ticket);
    if (found.volume > volume) this.#keep({ ...found, volume: found.volume - volume });
  }

  #fill({ symbol, volume, magic }: Pick<Position, 'symbol' | 'volume' | 'magic'>, type: 'buy' | 'sell', price: number) {
    const old = this.#margin_mode === 'retail_netting' && this.held.positions.find((one) => one.symbol === symbol);
    const opened = {
      ticket: ++this.#tickets,
      symbol,
      price_open: price,
      price_current: price,
      sl: null,
      tp: null,
      magic,
    };
    if (!old) {
      this.#keep(position({ ...opened, type, volume }));
      return;
    }
    this.#remove(old.ticket);
    const net = (old.type === 'buy' ? old.volume : -old.volume) + (type === 'buy' ? volume : -volume);
    if (net !== 0) this.#keep({ ...old, type: net > 0 ? 'buy' : 'sell', volume: Math.abs(net) });
  }

  #keep(kept: Position): void {
    this.held = { ...this.held, positions: [...this.held.positions, kept] };
  }

  #remove(ticket: bigint): void {
    this.held = {
      positions: this.held.positions.filter((one) => one.ticket !== ticket),
      orders: this.held.orders.filter((one) => one.ticket !== ticket),
    };
  }
}

export function pick<T>(of: readonly T[], index: number): T | undefined {
  return of[index % Math.max(of.length, 1)];
}
