import { int, list, record, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/**
 * Asks for events of symbol topics (tick.*, book.*, bar.*.*); the other topics always flow. A watch belongs to `client`
 * and ends with its lease, so a client that died costs nothing for long; watching again renews it.
 */
export const watch = defineOperation({
  name: 'watch',
  number: 20,
  kind: 'read',
  since: 1,
  summary: 'Starts or renews the events of symbol topics.',
  source: ['SymbolSelect', 'MarketBookAdd'],
  params: record({
    /** A number that the client drew at its start. */
    client: int({ min: 1 }),
    topics: list(text(128), 1_000),
  }),
  result: record({
    epoch: int({ min: 1 }),
    lease_ms: int({ min: 1_000 }),
    refused: list(record({ topic: text(128), code: text(64) }), 1_000),
  }),
  errors: [],
});
