import type { Changes } from '../broker/api.ts';
import type { Terminal } from './terminal.ts';

/**
 * Tells of what happened at the broker: each transaction as it came, then every state that changed, once. The turn that
 * made the changes ends first, so a trade request is answered before its events go out, as OrderSend returns before
 * OnTradeTransaction is called; the next request is served after them. What happens while the terminal is offline
 * follows when it is back.
 */
export class TradeNews {
  private readonly terminal: Terminal;
  private waiting: Changes[] = [];
  private running = true;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  hear(changes: Changes): void {
    this.waiting.push(changes);
    if (this.waiting.length === 1) queueMicrotask(() => this.tell());
  }

  stop(): void {
    this.running = false;
  }

  tell(): void {
    const { connected, publisher, account } = this.terminal;
    if (!this.running || !connected || this.waiting.length === 0) return;
    const told = this.waiting;
    this.waiting = [];
    for (const { transactions } of told) {
      for (const transaction of transactions) publisher.publish('trade', 'trade', transaction);
    }
    const cause = 'state';
    if (told.some(({ positions }) => positions)) {
      publisher.publish('positions', 'positions', { cause, positions: account.positions() });
    }
    if (told.some(({ orders }) => orders)) publisher.publish('orders', 'orders', { orders: account.orders() });
    if (told.some(({ account: changed }) => changed)) {
      publisher.publish('account', 'account', { cause, account: account.info() });
    }
  }
}
