import type { Alert, AuditRecord, EquityPoint, OwnerAccess, OwnerSession } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { HttpServices } from '../http/context.ts';
import { auditRecord } from './stub-gateway.ts';
import { NOON } from './stub-reads.ts';

const session: OwnerSession = { method: 'passkey', by: 'my phone', created_at: NOON, expires_at: NOON + 3_600_000 };

export const alert: Alert = {
  ...{ alert_id: 'ALERT0000001', source: 'tradingview', received_at: NOON, stale: false, state: 'new' },
  ...{ ticker: 'OANDA:EURUSD', symbol: 'EURUSD', action: 'buy', market_position: 'long', order_id: 'Long' },
  ...{ price: 1.1427, contracts: 1, interval: '60', comment: 'buy\u202Enow', fired_at: NOON, bar_time: NOON },
  ...{ fields: {}, text: '-'.repeat(5_000), claimed_by: null, claimed_at: null, resolved_at: null, resolution: null },
};

/** Whom a stub tells of changes. */
class Listeners<T extends readonly unknown[] = []> {
  readonly #all = new Set<(...news: T) => void>();

  readonly add = (listener: (...news: T) => void): (() => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };

  tell(...news: T): void {
    for (const listener of [...this.#all]) listener(...news);
  }

  get size(): number {
    return this.#all.size;
  }
}

/** What a page sends along to show that it is signed in under that token. */
export const proofOf = (token: string) => ({
  cookie: `mt5_bridge_session=${token}`,
  'x-mt5-bridge-page-key': keyOf(token),
});

const keyOf = (token: string): string => `key of ${token}`;

/** What the dashboard's routes need besides terminal and gateway, from memory. */
export class StubDashboard {
  /** Tokens of sessions that stand. */
  readonly sessions = new Map([
    ['one', session],
    ['two', { ...session, by: 'passphrase', method: 'passphrase' as const }],
  ]);
  readonly alerts: Alert[] = [alert];
  readonly records: AuditRecord[] = [auditRecord];
  readonly points: EquityPoint[] = [{ at: NOON, equity: 10_000.3, balance: 10_000 }];
  account = 1_000_001n;
  readonly alertsChanged = new Listeners();
  readonly recorded = new Listeners<[readonly AuditRecord[]]>();
  readonly sampled = new Listeners();

  /** Those who observe anything of it. */
  get listeners(): number {
    return this.alertsChanged.size + this.recorded.size + this.sampled.size;
  }

  record(record: AuditRecord): void {
    this.records.push(record);
    this.recorded.tell([record]);
  }

  readonly owner: Partial<OwnerAccess> = {
    session: ({ token, page_key }) => (page_key === keyOf(token) ? this.sessions.get(token) : undefined),
    stands: (token) => this.sessions.has(token),
    checkPassphrase: async (passphrase) => {
      if (passphrase !== 'open sesame') throw new Mt5Error('WRONG_PASSPHRASE');
    },
    approvalOptions: async ({ origin }, { approval_id, hash }) => ({ challenge: `${approval_id} ${hash}`, origin }),
    checkApproval: async (_from, { hash }, { signed }) => {
      if (signed !== hash) throw new Mt5Error('PASSKEY_REFUSED');
      return { by: 'my key' };
    },
  };

  get services(): Partial<HttpServices> {
    const services: Partial<Record<keyof HttpServices, unknown>> = {
      owner: this.owner,
      alerts: { list: () => this.alerts, observe: this.alertsChanged.add },
      audit: {
        head: () => this.records.at(-1)?.seq ?? 0,
        follow: (after: number, listener: (records: readonly AuditRecord[]) => void) => {
          const missed = this.records.filter(({ seq }) => seq > after);
          if (missed.length > 0) setImmediate(() => listener(missed));
          return this.recorded.add(listener);
        },
      },
      equity: {
        today: (after = 0) => {
          const about = { login: this.account, server: 'Fake-Demo', started_at: NOON - 3_600_000 };
          return { ...about, points: this.points.filter(({ at }) => at > after) };
        },
        observe: this.sampled.add,
      },
      configState: () => ({ file: 'config.toml', read_at: null, problem: null, restart_needed: [] }),
    };
    return services as Partial<HttpServices>;
  }
}
