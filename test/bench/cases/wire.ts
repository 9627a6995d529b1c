import { createMt5Client } from '@mt5-bridge/client';
import { systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { startFake } from '../../support/processes.ts';
import { bareZmq } from '../bare.ts';
import { type Case, figures, ms, series } from '../harness.ts';

const CALLS = 4_000;
const TICKS = 1_000_000;

/** The typed client on the wire, against a bare round trip and a bare transfer of the same bytes. */
export const wire: Case = {
  name: 'wire',
  async run() {
    const fake = await startFake(['--seed', '1']);
    const bare = await bareZmq();
    const client = createMt5Client({
      connect: connectZmq(fake),
      clock: systemClock(),
      random: Math.random,
      serverTimezone: 'auto',
      requestTimeoutMs: 60_000,
      log: () => {},
    });
    await client.ready(10_000);

    const rounds = { bare: [] as number[], ping: [] as number[], quote: [] as number[] };
    for (let round = 0; round < 4; round++) {
      rounds.bare.push(...(await series(CALLS / 4, () => bare.roundTrip())));
      rounds.ping.push(...(await series(CALLS / 4, () => client.call('ping', {}))));
      rounds.quote.push(...(await series(CALLS / 4, () => client.call('quote', { symbol: 'EURUSD' }))));
    }
    const ticks = async (): Promise<void> => {
      const { columns } = await client.call('ticks', { symbol: 'EURUSD', flags: 'all', start: 0, count: TICKS });
      if (columns.length !== TICKS) throw new Error(`${columns.length} ticks came`);
    };
    const bulk = { bare: [] as number[], ticks: [] as number[] };
    for (let round = 0; round < 3; round++) {
      bulk.bare.push(...(await series(3, () => bare.transfer(TICKS * 60), 1)));
      bulk.ticks.push(...(await series(3, ticks, 1)));
    }
    await client.close();
    bare.close();
    await fake.kill();

    const [echo, ping, quote] = [figures(rounds.bare), figures(rounds.ping), figures(rounds.quote)];
    const [transfer, million] = [figures(bulk.bare), figures(bulk.ticks)];
    const against = `bare ZeroMQ ${ms(echo.p50)}`;
    return [
      { what: 'ping, p50', measured: ms(ping.p50), against, ratio: ping.p50 / echo.p50, reach: '<= 1.15x' },
      { what: 'quote, p50', measured: ms(quote.p50), against, ratio: quote.p50 / echo.p50, reach: '<= 1.15x' },
      {
        what: '1,000,000 ticks to typed columns, p50',
        measured: ms(million.p50),
        against: `bare transfer of 60 MB ${ms(transfer.p50)}`,
        ratio: million.p50 / transfer.p50,
        reach: '<= 1.7x',
      },
    ];
  },
};
