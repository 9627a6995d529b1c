/** Of the tables below; a file of a later version is left alone. */
export const SCHEMA_VERSION = 2;

/** Marks the file as a ledger of mt5-bridge ("MT5B"). */
export const APPLICATION_ID = 0x4d543542;

const VERSION_2_TABLES = `CREATE TABLE alerts (
  alert_id TEXT PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('new', 'claimed', 'resolved')),
  symbol TEXT,
  ticker TEXT,
  received_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  claimed_by TEXT,
  claimed_at INTEGER,
  resolved_at INTEGER,
  resolution TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_new ON alerts (received_at);

CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  public_key TEXT NOT NULL,
  counter INTEGER NOT NULL,
  transports TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  digest TEXT PRIMARY KEY,
  page_key_digest TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('passphrase', 'passkey')),
  signed_in_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE equity (
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  equity REAL NOT NULL,
  balance REAL NOT NULL,
  PRIMARY KEY (account, at)
) STRICT, WITHOUT ROWID;
`;

/** What makes a ledger of the version before into one of this version, by its version. */
export const UPGRADES: Readonly<Record<number, string>> = {
  1: `ALTER TABLE requests ADD COLUMN profile TEXT;\n${VERSION_2_TABLES}`,
};

/**
 * Times are ms UTC of this machine; `expires` and `made_at` are on the terminal's clock. Texts that hold records are
 * JSON with tagged 64-bit numbers. `account` names environment, login and server.
 */
export const SCHEMA = `
CREATE TABLE requests (
  request_id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'claimed', 'unknown', 'done', 'rejected')),
  idempotency_key TEXT UNIQUE,
  body TEXT NOT NULL,
  operation TEXT NOT NULL,
  facts TEXT NOT NULL,
  notional REAL,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER,
  deadline INTEGER,
  made_at INTEGER,
  expires INTEGER,
  order_ticket TEXT,
  finished_at INTEGER,
  ending TEXT,
  profile TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_sent ON requests (account, claimed_at);
CREATE INDEX requests_open ON requests (account, claimed_at) WHERE claimed_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX requests_done ON requests (account, finished_at, operation, order_ticket) WHERE state = 'done';
CREATE INDEX requests_order ON requests (account, order_ticket) WHERE order_ticket IS NOT NULL;

CREATE TABLE approvals (
  approval_id TEXT PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES requests (request_id),
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'expired', 'void')),
  preview TEXT NOT NULL,
  terminal TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  channel TEXT,
  decided_at INTEGER,
  decided_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_new ON approvals (created_at);
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE state = 'pending';

CREATE TABLE fills (
  account TEXT NOT NULL,
  deal TEXT NOT NULL,
  request_id TEXT NOT NULL,
  PRIMARY KEY (account, deal)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
${VERSION_2_TABLES}`;
