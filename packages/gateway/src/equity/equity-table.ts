import { accountKey } from '../ledger/account-key.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Identity } from '../read/index.ts';
import type { EquityPoint } from './api.ts';

/** The ledger's table `equity`. @throws Mt5Error LEDGER_UNAVAILABLE */
export class EquityTable {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Of two processes that write down the same moment, the first one's stays. */
  add(of: Identity, { at, equity, balance }: EquityPoint, keepFrom: number): void {
    const { db } = this.#ledger;
    this.#ledger.write('process', () => {
      const sql = 'INSERT INTO equity (account, at, equity, balance) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
      db.run(sql, accountKey(of), at, equity, balance);
      db.run('DELETE FROM equity WHERE account = ? AND at < ?', accountKey(of), keepFrom);
    });
  }

  /** After this moment, oldest first. */
  after(of: Identity, moment: number): EquityPoint[] {
    const sql = 'SELECT at, equity, balance FROM equity WHERE account = ? AND at > ? ORDER BY at';
    return this.#ledger.db.all<EquityPoint>(sql, accountKey(of), moment);
  }
}
