import type { TradeCommand, TradeResult } from '@mt5-bridge/protocol';
import type { Actor, Outcome, TradeIntent } from '../api.ts';
import type { ErrorRecord, Identity } from '../read/index.ts';
import { accountKey } from './account-key.ts';
import type { Database } from './database.ts';
import { decode, encode } from './encoding.ts';

/**
 * `claimed`: may have been sent at any moment since, whoever asks. `unknown`: was sent, and nobody knows what came of
 * it. Both count against every limit.
 */
export type RequestState = 'awaiting_approval' | 'claimed' | 'unknown' | 'done' | 'rejected';

/** What a request is, from its first moment on. */
export interface RequestFacts {
  readonly identity: Identity;
  readonly intent: TradeIntent;
  readonly command: TradeCommand;
  readonly symbol: string | null;
  readonly actor: Actor;
  readonly reason: string | null;
  /** Address of the command socket of the terminal that it was sent to, until then of the proposer's. */
  readonly terminal: string;
  /** The trade server's clock when it was made, ms UTC: a replayed market lives in another time than this machine. */
  readonly server_time: number;
}

/** When it was claimed for sending. */
export interface Claim {
  /** ms UTC of this machine. */
  readonly claimed_at: number;
  /** When the sender stops waiting for the answer. */
  readonly deadline: number;
  /** The terminal's clock when it was made, never too late. */
  readonly made_at: number;
  /** On the terminal's clock. */
  readonly expires: number;
}

/** What became of it, or what is known so far. */
export interface Ending {
  readonly result: TradeResult | null;
  readonly error: ErrorRecord | null;
  /** The order that came of it. */
  readonly order: bigint | null;
  readonly volume_filled: number | null;
  readonly price_filled: number | null;
  readonly settled_by: Outcome['settled_by'];
}

export interface Request extends RequestFacts {
  readonly request_id: string;
  readonly state: RequestState;
  readonly idempotency_key: string | null;
  /** Digest of what was asked for. */
  readonly body: string;
  /** In account currency, as it was assessed. */
  readonly notional: number | null;
  readonly created_at: number;
  readonly claim: Claim | null;
  readonly finished_at: number | null;
  readonly ending: Ending | null;
}

/** For records of what others did about it: whose order it is. */
export const ofProfile = ({ actor: { profile } }: Pick<RequestFacts, 'actor'>): { readonly profile?: string } =>
  profile === undefined ? {} : { profile };

export type NewRequest = Omit<Request, 'finished_at' | 'ending'> & { readonly state: 'awaiting_approval' | 'claimed' };

interface Row {
  readonly request_id: string;
  readonly state: RequestState;
  readonly idempotency_key: string | null;
  readonly body: string;
  readonly operation: TradeCommand['operation'];
  readonly facts: string;
  readonly order_ticket: string | null;
  readonly notional: number | null;
  readonly created_at: number;
  readonly claimed_at: number | null;
  readonly deadline: number | null;
  readonly made_at: number | null;
  readonly expires: number | null;
  readonly finished_at: number | null;
  readonly ending: string | null;
}

/** Every request that was claimed, or waits for approval. Changes only inside a transaction of the database. */
export class Requests {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byId(requestId: string): Request | undefined {
    return one(this.#db.get<Row>('SELECT * FROM requests WHERE request_id = ?', requestId));
  }

  /** The request that holds the key of this profile now. */
  byKey(key: string, profile: string | undefined): Request | undefined {
    return one(this.#db.get<Row>('SELECT * FROM requests WHERE idempotency_key = ?', storedKey(key, profile)));
  }

  /** The one that this order came of. */
  byOrder(of: Identity, ticket: bigint): Request | undefined {
    const sql = 'SELECT * FROM requests WHERE account = ? AND order_ticket = ? ORDER BY created_at LIMIT 1';
    return one(this.#db.get<Row>(sql, accountKey(of), String(ticket)));
  }

  /** Sent or perhaps sent, and not settled; without an account, of all. */
  unsettled(of?: Identity): Request[] {
    const sql = (account: string) => `SELECT * FROM requests
      WHERE ${account} claimed_at IS NOT NULL AND finished_at IS NULL ORDER BY claimed_at`;
    const rows =
      of === undefined ? this.#db.all<Row>(sql('')) : this.#db.all<Row>(sql('account = ? AND'), accountKey(of));
    return rows.map(requestOf);
  }

  /** Those whose success was learned at or after an instant, ms UTC, without the orders that `isShown`. */
  doneSince(of: Identity, since: number, isShown: (order: bigint) => boolean): Request[] {
    // The index holds all of this: reading whole records costs more than finding them.
    const sql = `SELECT request_id, operation, order_ticket FROM requests
      WHERE account = ? AND state = 'done' AND finished_at >= ?`;
    return this.#db
      .all<Pick<Row, 'request_id' | 'operation' | 'order_ticket'>>(sql, accountKey(of), since)
      .filter(({ operation, order_ticket }) => {
        return operation !== 'order_send' || order_ticket === null || !isShown(BigInt(order_ticket));
      })
      .flatMap(({ request_id }) => this.byId(request_id) ?? []);
  }

  /** Of one profile, or of all requests. */
  countClaimed(of: Identity, since: number, profile?: string): { count: number; oldest: number | null } {
    const sql = `SELECT count(*) AS count, min(claimed_at) AS oldest FROM requests
      WHERE account = ? AND claimed_at >= ? ${profile === undefined ? '' : 'AND profile = ?'}`;
    const whose = profile === undefined ? [] : [profile];
    return this.#db.get(sql, accountKey(of), since, ...whose) ?? { count: 0, oldest: null };
  }

  firstAt(of: Identity): number | undefined {
    const sql = 'SELECT min(claimed_at) AS first FROM requests WHERE account = ?';
    return this.#db.get<{ first: number | null }>(sql, accountKey(of))?.first ?? undefined;
  }

  insert(request: NewRequest): void {
    const { request_id, state, idempotency_key, body, notional, created_at, claim } = request;
    const { identity, intent, command, symbol, actor, reason, terminal, server_time } = request;
    const key = idempotency_key === null ? null : storedKey(idempotency_key, actor.profile);
    const facts: RequestFacts = { identity, intent, command, symbol, actor, reason, terminal, server_time };
    this.#db.run(
      `INSERT INTO requests
         (request_id, account, state, idempotency_key, body, operation, facts, notional, created_at, claimed_at, deadline,
          made_at, expires, profile)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[request_id, accountKey(identity), state, key, body, command.operation, encode(facts)],
      ...[notional, created_at],
      ...[claim?.claimed_at ?? null, claim?.deadline ?? null, claim?.made_at ?? null, claim?.expires ?? null],
      actor.profile ?? null,
    );
  }

  /** A request that waited for approval is about to be sent, to this terminal. @returns whether it did wait */
  claim(requestId: string, claim: Claim, { notional, terminal }: Pick<Request, 'notional' | 'terminal'>): boolean {
    const sql = `UPDATE requests
      SET state = 'claimed', claimed_at = ?, deadline = ?, made_at = ?, expires = ?, notional = ?,
        facts = json_set(facts, '$.terminal', ?)
      WHERE request_id = ? AND state = 'awaiting_approval'`;
    const { claimed_at, deadline, made_at, expires } = claim;
    return this.#db.run(sql, claimed_at, deadline, made_at, expires, notional, terminal, requestId) === 1;
  }

  /** @returns whether it was in one of the states `from` */
  end(requestId: string, from: readonly RequestState[], state: RequestState, ending: Ending, at: number): boolean {
    const sql = `UPDATE requests SET state = ?, ending = ?, order_ticket = ?, finished_at = ?
      WHERE request_id = ? AND state IN (${from.map(() => '?').join()})`;
    const finished = state === 'done' || state === 'rejected' ? at : null;
    const order = ending.order === null ? null : String(ending.order);
    return this.#db.run(sql, state, encode(ending), order, finished, requestId, ...from) === 1;
  }

  /** Gives a key that nobody holds to a request that has none. */
  adoptKey(requestId: string, key: string, profile: string | undefined): void {
    const sql = 'UPDATE requests SET idempotency_key = coalesce(idempotency_key, ?) WHERE request_id = ?';
    this.#db.run(sql, storedKey(key, profile), requestId);
  }

  /** Takes the key away from a request that was settled at or before an instant. */
  releaseKey(key: string, profile: string | undefined, settledUntil: number): void {
    const sql = 'UPDATE requests SET idempotency_key = NULL WHERE idempotency_key = ? AND finished_at <= ?';
    this.#db.run(sql, storedKey(key, profile), settledUntil);
  }
}

/** Between a profile's name, which is never empty, and its key. */
const SEPARATOR = '\u001f';

/** Each profile has keys of its own, and so have those without one. No two pairs give the same text. */
function storedKey(key: string, profile: string | undefined): string {
  if (profile !== undefined) return `${SEPARATOR}${profile}${SEPARATOR}${key}`;
  return key.startsWith(SEPARATOR) ? `${SEPARATOR}${SEPARATOR}${key}` : key;
}

/** The key as it was given. */
const givenKey = (stored: string): string =>
  stored.startsWith(SEPARATOR) ? stored.slice(stored.indexOf(SEPARATOR, 1) + 1) : stored;

const one = (row: Row | undefined): Request | undefined => (row === undefined ? undefined : requestOf(row));

function requestOf(row: Row): Request {
  const { request_id, state, idempotency_key: key, body, notional, created_at, finished_at } = row;
  const { claimed_at, deadline, made_at, expires } = row;
  const wasClaimed = claimed_at !== null && deadline !== null && made_at !== null && expires !== null;
  return {
    ...decode<RequestFacts>(row.facts),
    request_id,
    state,
    idempotency_key: key === null ? null : givenKey(key),
    body,
    notional,
    created_at,
    claim: wasClaimed ? { claimed_at, deadline, made_at, expires } : null,
    finished_at,
    ending: row.ending === null ? null : decode<Ending>(row.ending),
  };
}
