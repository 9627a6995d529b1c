import { fileURLToPath } from 'node:url';
import type { Mt5Client } from '@mt5-bridge/client';
import { startFake, startTerminal } from '../../support/processes.ts';
import { bareZmq } from '../bare.ts';
import { type Case, figures, ms, series } from '../harness.ts';
import { connected } from '../wire-client.ts';

const CALLS = 4_000;
const TICKS = 1_000_000;

/** The typed client on the wire, against a bare round trip and a bare transfer of the same bytes. */
export const wire: Case = {
  name: 'wire',
  async run() {
    const fake = await startFake(['--seed', '1']);
    const ready = await startTerminal([fileURLToPath(new URL('../ready-terminal.ts', import.meta.url))]);
    const bare = await bareZmq();
    const [client, readyClient] = [await connected(fake), await connected(ready)];

    const rounds = { bare: [] as number[], ping: [] as number[], quote: [] as number[] };
    for (let round = 0; round < 4; round++) {
      rounds.bare.push(...(await series(CALLS / 4, () => bare.roundTrip())));
      rounds.ping.push(...(await series(CALLS / 4, () => client.call('ping', {}))));
      rounds.quote.push(...(await series(CALLS / 4, () => client.call('quote', { symbol: 'EURUSD' }))));
    }
    const ticks = async (from: Mt5Client): Promise<void> => {
      const { columns } = await from.call('ticks', { symbol: 'EURUSD', flags: 'all', start: 0, count: TICKS });
      if (columns.length !== TICKS) throw new Error(`${columns.length} ticks came`);
    };
    const bulk = { bare: [] as number[], ready: [] as number[], made: [] as number[] };
    for (let round = 0; round < 3; round++) {
      bulk.bare.push(...(await series(3, () => bare.transfer(TICKS * 60), 1)));
      bulk.ready.push(...(await series(3, () => ticks(readyClient), 1)));
      bulk.made.push(...(await series(3, () => ticks(client), 1)));
    }
    await client.close();
    await readyClient.close();
    bare.close();
    await fake.kill();
    await ready.kill();

    const [echo, ping, quote] = [figures(rounds.bare), figures(rounds.ping), figures(rounds.quote)];
    const transfer = figures(bulk.bare);
    const million = (how: string, samples: number[]) => {
      const { p50 } = figures(samples);
      return {
        what: `1,000,000 ticks to typed columns, ${how}, p50`,
        measured: ms(p50),
        against: `bare transfer of 60 MB ${ms(transfer.p50)}`,
        ratio: p50 / transfer.p50,
        reach: '<= 1.7x',
      };
    };
    const against = `bare ZeroMQ ${ms(echo.p50)}`;
    return [
      { what: 'ping, p50', measured: ms(ping.p50), against, ratio: ping.p50 / echo.p50, reach: '<= 1.15x' },
      { what: 'quote, p50', measured: ms(quote.p50), against, ratio: quote.p50 / echo.p50, reach: '<= 1.15x' },
      million('records at hand', bulk.ready),
      million('records made by FakeMT5', bulk.made),
    ];
  },
};
