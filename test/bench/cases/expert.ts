import type { Mt5Client } from '@mt5-bridge/client';
import { operations } from '@mt5-bridge/protocol';
import { encodeRequest } from '@mt5-bridge/protocol/wire';
import { nativeBin, startFake } from '../../support/processes.ts';
import { bareDealer, bareLibzmq } from '../bare.ts';
import { type Case, figures, ms, type Row, series } from '../harness.ts';
import { localExpert } from '../local-expert.ts';
import { connected } from '../wire-client.ts';

const CALLS = 8_000;
const BARS = 100_000;
const TICKS = 1_000_000;
const RECORD = 60;
/** The slowest timer that a terminal is said to have. */
const SLOW_TIMER_MS = 16;

/** The expert advisor as a native program, against libzmq alone: the round trip, bulk data, and a slow timer. */
export const expert: Case = {
  name: 'expert',
  async run() {
    const quick = await startFake(['--seed', '1'], undefined, nativeBin);
    const local = await localExpert([]);
    const slow = await startFake(['--seed', '1', '--timer-resolution', `${SLOW_TIMER_MS}`], undefined, nativeBin);
    const bare = await bareLibzmq();
    const [client, slowClient, bulkClient] = [await connected(quick), await connected(slow), await connected(local)];

    const frame = (op: number, a: unknown) => bareDealer(quick.command, encodeRequest({ id: 1, op, ttl: 0, a }));
    const framed = {
      ping: frame(operations.ping.number, {}),
      quote: frame(operations.quote.number, { symbol: 'EURUSD' }),
    };
    const rounds = {
      barePing: [] as number[],
      bareQuote: [] as number[],
      bare: [] as number[],
      ping: [] as number[],
      quote: [] as number[],
    };
    for (let round = 0; round < 4; round++) {
      rounds.bare.push(...(await series(CALLS / 4, () => bare.roundTrip())));
      rounds.barePing.push(...(await series(CALLS / 4, framed.ping.roundTrip)));
      rounds.bareQuote.push(...(await series(CALLS / 4, framed.quote.roundTrip)));
      rounds.ping.push(...(await series(CALLS / 4, () => client.call('ping', {}))));
      rounds.quote.push(...(await series(CALLS / 4, () => client.call('quote', { symbol: 'EURUSD' }))));
    }

    const bulk = { bars: [] as number[], bareBars: [] as number[], ticks: [] as number[], bareTicks: [] as number[] };
    for (let round = 0; round < 3; round++) {
      bulk.bareBars.push(...(await series(5, () => bare.transfer(BARS * RECORD), 2)));
      bulk.bars.push(...(await series(5, () => bars(bulkClient), 2)));
      bulk.bareTicks.push(...(await series(3, () => bare.transfer(TICKS * RECORD), 1)));
      bulk.ticks.push(...(await series(3, () => ticks(bulkClient), 1)));
    }

    const apart = { quick: await atRandom(client), slow: await atRandom(slowClient), bare: await atRandom(bare) };
    await Promise.all([client.close(), slowClient.close(), bulkClient.close()]);
    bare.close();
    framed.ping.socket.close();
    framed.quote.socket.close();
    await Promise.all([quick.kill(), slow.kill()]);
    local.kill();

    const late = figures(apart.slow);
    return [
      row('expert: ping, bare frames, p50', rounds.barePing, 'libzmq echo', rounds.bare, '<= 1.15x'),
      row('expert: quote, bare frames, p50', rounds.bareQuote, 'libzmq echo', rounds.bare, '<= 1.15x'),
      row('expert: ping through the typed client, p50', rounds.ping, 'libzmq echo', rounds.bare, ''),
      row('expert: quote through the typed client, p50', rounds.quote, 'libzmq echo', rounds.bare, ''),
      row(
        `expert: ${BARS.toLocaleString('en')} bars to typed columns, p50`,
        bulk.bars,
        'bare transfer',
        bulk.bareBars,
        '',
      ),
      row(
        `expert: ${TICKS.toLocaleString('en')} ticks to typed columns, p50`,
        bulk.ticks,
        'bare transfer',
        bulk.bareTicks,
        '<= 1.7x',
      ),
      row(
        'expert: quote at a random moment, timer 10 ms, p50',
        apart.quick,
        'libzmq echo at a random moment',
        apart.bare,
        '',
      ),
      {
        ...row(
          `expert: quote at a random moment, timer ${SLOW_TIMER_MS} ms, p50`,
          apart.slow,
          'libzmq echo at a random moment',
          apart.bare,
          '< 0.5 ms',
        ),
        measured: `${ms(late.p50)}, p99 ${ms(late.p99)}`,
      },
    ];
  },
};

function row(what: string, samples: readonly number[], against: string, bare: readonly number[], reach: string): Row {
  const [measured, yardstick] = [figures(samples).p50, figures(bare).p50];
  return { what, measured: ms(measured), against: `${against} ${ms(yardstick)}`, ratio: measured / yardstick, reach };
}

async function bars(client: Mt5Client): Promise<void> {
  const { columns } = await client.call('rates', { symbol: 'EURUSD', timeframe: 'M1', start: 0, count: BARS });
  if (columns.length !== BARS) throw new Error(`${columns.length} bars came`);
}

async function ticks(client: Mt5Client): Promise<void> {
  const { columns } = await client.call('ticks', { symbol: 'EURUSD', flags: 'all', start: 0, count: TICKS });
  if (columns.length !== TICKS) throw new Error(`${columns.length} ticks came`);
}

/** Calls with pauses between them that no timer shares. */
async function atRandom(peer: Mt5Client | { roundTrip(): Promise<void> }): Promise<number[]> {
  const call = 'call' in peer ? () => peer.call('quote', { symbol: 'EURUSD' }) : () => peer.roundTrip();
  const samples: number[] = [];
  for (let i = 0; i < 400; i++) {
    await new Promise((resolve) => setTimeout(resolve, 3 + Math.random() * 40));
    samples.push(...(await series(1, call, 0)));
  }
  return samples;
}
