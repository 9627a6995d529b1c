import { type Clock, Mt5Error, type SymbolBrief } from '@mt5-bridge/protocol';
import { createTerminalReads, type TerminalReads } from '../read/index.ts';
import { StubClient } from './stub-client.ts';

/** A Wednesday noon, UTC. */
export const NOW = Date.UTC(2026, 6, 15, 12);

/** Reads on a stubbed client, with a clock that stands until it is moved. */
export function testReads(): { reads: TerminalReads; client: StubClient; clock: Clock & { time: number } } {
  const client = new StubClient();
  const clock = {
    time: NOW,
    now: () => clock.time,
    setTimer: () => () => undefined,
  };
  let elapsed = 0;
  const stopwatch = () => {
    elapsed += 0.25;
    return elapsed;
  };
  return { reads: createTerminalReads({ client, clock, stopwatch }), client, clock };
}

/** Lets the broker have exactly these symbols. */
export function list(client: StubClient, symbols: readonly SymbolBrief[]): void {
  client.answers = {
    ...client.answers,
    symbols: ({ selected = false, path = '', offset, count }) => {
      const fitting = symbols.filter((one) => (one.select || !selected) && one.path.startsWith(path));
      return { total: fitting.length, symbols: fitting.slice(offset, offset + count) };
    },
    symbol_info: ({ symbol }) => {
      throw new Mt5Error('SYMBOL_NOT_FOUND', `unknown symbol ${symbol}`, { retcode: 4301 });
    },
  };
}

/** The Mt5Error that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Mt5Error> {
  const thrown = await promise.then(
    (value) => new Error(`resolved to ${JSON.stringify(value)}`),
    (error) => error,
  );
  if (thrown instanceof Mt5Error) return thrown;
  throw thrown;
}
