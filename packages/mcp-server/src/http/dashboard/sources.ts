import { policyOf } from '@mt5-bridge/config';
import { cleaned } from '../../present/outside-text.ts';
import { NO_SCALE, Scales } from '../../present/scales.ts';
import type { HttpServices } from '../context.ts';
import { followActivity, followEquity } from './additions.ts';
import { approvalView } from './approval-view.ts';
import type { ApprovalView, DashboardEvents } from './contract.ts';
import { Live } from './live.ts';
import type { Message } from './messages.ts';
import { QuoteBoard } from './quote-board.ts';
import { accountView, linkView, orderView, policyJson, positionView, quoteView } from './views.ts';

/** Least time between two reads of a kind, ms; the limits take a dozen calls of the terminal. */
const PAUSE_MS = 200;
const POLICY_PAUSE_MS = 1_000;
const MOST_APPROVALS = 30;
const MOST_ALERTS = 50;
/** Characters of an alert's own words that a list shows. */
const MOST_WORDS = 2_000;
/** Symbols of open positions whose quotes are shown. */
const MOST_HELD = 50;

export interface Listener {
  readonly tell: (message: Message) => void;
  /** `key` is that of the messages that do not come. */
  readonly failed: (event: keyof DashboardEvents, key: string, error: unknown) => void;
  /** Other symbols are held than before. */
  readonly held: () => void;
}

/** What is read for its newest value alone. */
type Plain = 'account' | 'positions' | 'orders' | 'approvals' | 'policy' | 'alerts' | 'config';

type End = () => void;

interface Source<E extends Plain> {
  readonly pauseMs?: number;
  readonly observe: (changed: () => void) => readonly End[];
  readonly read: () => Promise<DashboardEvents[E]> | DashboardEvents[E];
}

/** Everything that pages are told, read and observed from now until `close`. */
export class Sources {
  readonly #services: HttpServices;
  readonly #listener: Listener;
  readonly #scales: Scales;
  readonly #quotes: QuoteBoard;
  readonly #ends: End[];
  #held: ReadonlySet<string> = new Set();

  constructor(services: HttpServices, listener: Listener) {
    const { reads, clock } = services;
    this.#services = services;
    this.#listener = listener;
    this.#scales = new Scales(reads);
    this.#quotes = this.#quoteBoard();
    const link = () => listener.tell({ event: 'link', key: 'link', value: linkView(reads, clock.now()) });
    this.#ends = [
      reads.onLink(link),
      ...this.#ofTerminal(),
      ...this.#ofOwner(),
      followEquity(services, listener),
      followActivity(services, listener),
      () => this.#quotes.close(),
      this.#scales.close,
    ];
  }

  /** Symbols of open positions. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  /** Quotes of these are told from now on. */
  show(symbols: ReadonlySet<string>): void {
    this.#quotes.show(symbols);
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  #ofTerminal(): End[] {
    const { reads } = this.#services;
    return [
      this.#live('account', {
        observe: (changed) => [reads.observe({ kind: 'account', floating: true }, changed)],
        read: async () => (reads.link.state === 'up' ? accountView(await reads.account()) : null),
      }),
      this.#live('positions', {
        observe: (changed) => [reads.observe({ kind: 'positions', floating: true }, changed)],
        read: () => this.#positions(),
      }),
      this.#live('orders', {
        observe: (changed) => [reads.observe({ kind: 'orders' }, changed)],
        read: () => this.#orders(),
      }),
    ];
  }

  #ofOwner(): End[] {
    const { reads, gateway, alerts, config, configState, onConfig } = this.#services;
    return [
      this.#live('approvals', {
        // What became of an order that was approved is told as a change of what counts against the limits.
        observe: (changed) => [gateway.observe('approvals', changed), gateway.observe('policy', changed)],
        read: () => this.#approvals(),
      }),
      this.#live('policy', {
        pauseMs: POLICY_PAUSE_MS,
        observe: (changed) => [
          gateway.observe('policy', changed),
          onConfig(changed),
          reads.observe({ kind: 'account', floating: true }, changed),
        ],
        read: async () => policyJson(await gateway.policy(), await gateway.profiles()),
      }),
      this.#live('alerts', {
        observe: (changed) => [alerts.observe(changed)],
        read: () => alerts.list({ count: MOST_ALERTS }).map((alert) => ({ ...alert, ...shortened(alert) })),
      }),
      this.#live('config', {
        observe: (changed) => [onConfig(changed)],
        read: () => ({ ...configState(), preset: policyOf(config()).preset }),
      }),
    ];
  }

  #live<E extends Plain>(event: E, { pauseMs = PAUSE_MS, observe, read }: Source<E>): End {
    const live = new Live<DashboardEvents[E]>({
      clock: this.#services.clock,
      pauseMs,
      observe,
      read,
      tell: (value) => this.#listener.tell({ event, key: event, value } as Message),
      failed: (error) => this.#listener.failed(event, event, error),
    });
    return () => live.close();
  }

  #quoteBoard(): QuoteBoard {
    const { reads, clock } = this.#services;
    const { tell, failed } = this.#listener;
    return new QuoteBoard({
      ...{ reads, clock, pauseMs: PAUSE_MS },
      tell: async (quotes) => {
        const scales = await this.#scales.ofAll(quotes);
        for (const quote of quotes) {
          const { symbol } = quote;
          const value = quoteView(quote, scales.get(symbol) ?? NO_SCALE);
          tell({ event: 'quote', key: quoteKey(symbol), value });
        }
      },
      failed: (symbol, error) => failed('quote', quoteKey(symbol), error),
    });
  }

  async #positions() {
    const positions = await this.#services.reads.positions({});
    const scales = await this.#scales.ofAll(positions);
    const symbols = new Set([...scales.keys()].slice(0, MOST_HELD));
    const isOther = symbols.size !== this.#held.size || [...symbols].some((symbol) => !this.#held.has(symbol));
    this.#held = symbols;
    if (isOther) this.#listener.held();
    return positions.map((position) => positionView(position, scales.get(position.symbol) ?? NO_SCALE));
  }

  async #orders() {
    const orders = await this.#services.reads.orders({});
    const scales = await this.#scales.ofAll(orders);
    return orders.map((order) => orderView(order, scales.get(order.symbol) ?? NO_SCALE));
  }

  #approvals(): Promise<ApprovalView[]> {
    const { gateway, reads } = this.#services;
    const pending = gateway.approvals({ state: 'pending', count: MOST_APPROVALS });
    const decided = gateway.approvals({ count: 2 * MOST_APPROVALS }).filter(({ state }) => state !== 'pending');
    const shown = [...pending, ...decided].slice(0, MOST_APPROVALS);
    return Promise.all(shown.map((approval) => approvalView(approval, { reads, scales: this.#scales })));
  }
}

/** What an alert says, as short as a list wants it. */
const shortened = ({ text, ...rest }: DashboardEvents['alerts'][number]): object =>
  cleaned({ ...rest, text: text.slice(0, MOST_WORDS) });

const QUOTE = 'quote ';
const quoteKey = (symbol: string): string => `${QUOTE}${symbol}`;

/** The symbol that a message is the quote of, or says why there is none; undefined: another message. */
export function quotedSymbol({ key }: Message): string | undefined {
  const at = key.indexOf(QUOTE);
  return at === -1 ? undefined : key.slice(at + QUOTE.length);
}
