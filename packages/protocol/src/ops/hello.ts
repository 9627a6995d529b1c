import { accountMarginMode, accountTradeMode } from '../enums/index.ts';
import { instant, int, list, optional, record, reported, text, ticket, word } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/** The first call of every connection: who is there, and do the versions fit. */
export const hello = defineOperation({
  name: 'hello',
  number: 1,
  kind: 'read',
  since: 1,
  summary: 'Versions, identity of terminal and account, epoch, capabilities and limits.',
  source: ['AccountInfoInteger', 'AccountInfoString', 'TerminalInfoInteger', 'TimeTradeServer', 'TimeGMT'],
  params: record({ client: optional(text(64)) }),
  result: record({
    /** Lowest and highest protocol version that this side speaks. */
    protocol_min: int({ min: 1 }),
    protocol_max: int({ min: 1 }),
    /** An expert advisor in a real terminal, or the simulated one. */
    program: word('ea', 'fake-mt5'),
    program_version: text(32),
    terminal_build: int({ min: 0 }),
    login: ticket(),
    server: text(),
    company: text(),
    currency: text(16),
    trade_mode: reported(accountTradeMode),
    margin_mode: reported(accountMarginMode),
    /** New at every start of the other side: sequence numbers of one epoch are not those of another. */
    epoch: int({ min: 1 }),
    heartbeat_ms: int({ min: 10, max: 60_000 }),
    /** A watch that is not renewed for so long ends. */
    watch_lease_ms: int({ min: 1_000, max: 3_600_000 }),
    /** Names of the operations that this side answers. */
    operations: list(text(64), 256),
    max_request_bytes: int({ min: 1_024 }),
    max_rates: int({ min: 1 }),
    max_ticks: int({ min: 1 }),
    max_records: int({ min: 1 }),
    /** Both clocks at one moment, unconverted ms: their difference is the broker's offset to UTC. */
    time_server_raw: int({ min: 0 }),
    time_gmt_raw: int({ min: 0 }),
    /** The same moment in the caller's zone. */
    time_server: instant(),
  }),
  errors: [],
});
