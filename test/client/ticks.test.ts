import type { Mt5Client } from '@mt5-bridge/client';
import { Mt5Error } from '@mt5-bridge/protocol';
import { pack } from '@mt5-bridge/protocol/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settled } from '../support/manual-clock.ts';
import { type PlainTick, packed } from '../support/scripted-peer.ts';
import { type MemorySetting, together } from './setup.ts';

const HOUR = 3_600_000;
const noon = Date.parse('2026-07-13T12:00:00Z');
/** Broker server time of that day. */
const server = noon + 3 * HOUR;

/** Bids in the order of their delivery. */
function bids(client: Mt5Client, symbol = 'EURUSD'): { heard: number[]; stop: () => void } {
  const heard: number[] = [];
  return { heard, stop: client.ticks(symbol, ({ bid }) => heard.push(...bid)) };
}

const ticks = (...rows: [ms: number, bid: number][]): PlainTick[] => rows.map(([ms, bid]) => [server + ms, bid]);

describe('ticks', () => {
  it('come in order, in the batches of their events, instants in UTC', async () => {
    const { client, peer } = await together();
    const heard: [number[], number[]][] = [];
    client.ticks('EURUSD', ({ time_msc, bid }) => heard.push([[...time_msc], [...bid]]));
    peer.tick('EURUSD', ticks([0, 1], [0, 2]));
    peer.tick('EURUSD', ticks([5, 3]));
    await settled();
    expect(heard).toEqual([
      [
        [noon, noon],
        [1, 2],
      ],
      [[noon + 5], [3]],
    ]);
  });

  it('are watched while somebody listens, and not longer', async () => {
    const { client, peer } = await together();
    const [one, other] = [bids(client), bids(client)];
    bids(client, 'EURUSDm');
    await settled();
    expect(peer.asked('watch').map(({ params }) => params.topics)).toEqual([['tick.EURUSD', 'tick.EURUSDm']]);
    one.stop();
    peer.tick('EURUSD', ticks([0, 1]));
    await settled();
    expect([one.heard, other.heard]).toEqual([[], [1]]);
    expect(peer.asked('unwatch')).toEqual([]);
    other.stop();
    await settled();
    expect(peer.asked('unwatch').map(({ params }) => params.topics)).toEqual([['tick.EURUSD']]);
  });

  it('that were lost are read from the history, those of the last ms once', async () => {
    const { client, peer } = await together();
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([0, 1], [1, 2], [1, 3]));
    await settled();
    peer.tick('EURUSD', ticks([1, 4], [2, 5]), true);
    peer.tick('EURUSD', ticks([3, 6]));
    peer.tick('EURUSD', ticks([3, 7], [4, 8]));
    await settled();
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(peer.asked('ticks')[0]?.params.from).toBe(server + 1);
    expect(client.stats).toMatchObject({ gaps: 1 });
  });

  it('are watched again before the history is read, so that none falls between the two', async () => {
    const { client, peer } = await together();
    bids(client);
    peer.tick('EURUSD', ticks([0, 0]));
    await settled();
    await peer.close();
    const before = peer.requests.length;
    await peer.open();
    await settled();
    const since = peer.requests.slice(before).map(({ name }) => name);
    expect(since.filter((name) => name === 'watch' || name === 'ticks')).toEqual(['watch', 'ticks']);
  });

  it('that were lost are read in several calls where they are many', async () => {
    const { client, peer } = await together();
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([0, 0]));
    await settled();
    peer.hello.max_ticks = 100;
    await peer.close();
    for (let i = 1; i <= 1_000; i++) peer.tick('EURUSD', ticks([i, i]), true);
    await peer.open();
    await settled();
    expect(heard).toEqual(Array.from({ length: 1_001 }, (_, i) => i));
    expect(peer.asked('ticks').length).toBeGreaterThan(9);
  });

  it('are none at the start: what was before the first is nobody’s', async () => {
    const { client, peer } = await together();
    peer.tick('EURUSD', ticks([0, 1]), true);
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([1, 2]));
    await settled();
    expect(heard).toEqual([2]);
    expect(peer.asked('ticks')).toEqual([]);
  });

  it('go on after a history that is not to be had for a while', async () => {
    const { client, peer, clock } = await together();
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([0, 1]));
    await settled();
    peer.script('ticks', () => {
      throw new Mt5Error('PENDING', 'still loading');
    });
    peer.tick('EURUSD', ticks([1, 2]), true);
    for (let i = 3; i <= 3_000; i++) peer.tick('EURUSD', ticks([i, i]));
    await settled();
    expect(heard).toEqual([1]);
    peer.script('ticks', undefined);
    await clock.advance(1_000);
    expect(heard).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 1));
  });

  it('begin anew, saying so, when the terminal knows another history', async () => {
    const { client, peer, logged } = await together();
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([1_000, 1]));
    await settled();
    peer.history.clear();
    await peer.restart();
    peer.tick('EURUSD', ticks([5, 2]));
    peer.tick('EURUSD', ticks([6, 3]));
    await settled();
    expect(heard).toEqual([1, 2, 3]);
    expect(logged.filter((line) => line.startsWith('warn') && line.includes('EURUSD'))).toHaveLength(1);
  });

  it('go on with a hole, saying so, when the symbol has no history at all', async () => {
    const { client, peer, logged } = await together();
    const { heard } = bids(client);
    peer.script('ticks', () => {
      throw new Mt5Error('SYMBOL_NOT_FOUND', 'gone');
    });
    peer.tick('EURUSD', ticks([0, 1]));
    peer.tick('EURUSD', ticks([1, 2]), true);
    peer.tick('EURUSD', ticks([2, 3]));
    await settled();
    peer.tick('EURUSD', ticks([3, 4]));
    await settled();
    expect(heard).toEqual([1, 4]);
    expect(logged.join()).toContain('Reading the missed ticks of EURUSD failed: gone');
  });

  it('in an event that can not be read are read from the history', async () => {
    const { client, peer } = await together();
    const { heard } = bids(client);
    peer.tick('EURUSD', ticks([0, 1]));
    await settled();
    const broken = packed(ticks([1, 2])).subarray(0, 59);
    peer.tick('EURUSD', ticks([1, 2]), true);
    peer.publishRaw('tick.EURUSD', pack({ s: 2, e: 1, t: 1, d: { ticks: broken } }));
    await settled();
    expect(heard).toEqual([1, 2]);
    expect(client.stats.badFrames).toBe(1);
  });

  it('are refused for what is no symbol', async () => {
    const { client } = await together();
    expect(() => client.ticks('', () => {})).toThrow(expect.objectContaining({ code: 'INVALID_SYMBOL' }));
  });
});

/** What may happen between a terminal and a client, a step at a time. */
type Step =
  /** Ticks, each so many ms after the one before; their event arrives, is lost, or is sent with the next step. */
  | { readonly do: 'tick'; readonly gaps: number[]; readonly event: 'arrives' | 'lost' | 'later' }
  | { readonly do: 'settle' }
  /** From now on, answers about the history are held back, or those held back arrive. */
  | { readonly do: 'hold' | 'answer' }
  | { readonly do: 'disconnect' | 'restart' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      gaps: fc.array(fc.constantFrom(0, 0, 1, 2), { minLength: 1, maxLength: 4 }),
      event: fc.constantFrom('arrives' as const, 'arrives' as const, 'lost' as const, 'later' as const),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'settle' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('disconnect' as const, 'restart' as const) }) },
);

async function play({ peer }: MemorySetting, steps: readonly Step[]): Promise<void> {
  let ms = 0;
  let bid = 0;
  let unsent: PlainTick[][] = [];
  let isHeld = false;
  const held: (() => void)[] = [];
  const release = () => {
    isHeld = false;
    for (const answer of held.splice(0)) answer();
  };
  const send = () => {
    for (const rows of unsent) peer.publish<'tick'>('tick.EURUSD', { ticks: packed(rows) });
    unsent = [];
  };
  peer.script('ticks', async ({ from = 0 }) => {
    const rows = (peer.history.get('EURUSD') ?? []).filter(([time]) => time >= from);
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    return { result: { count: rows.length, digits: 5 }, bulk: packed(rows) };
  });
  const last: Step[] = [{ do: 'answer' }, { do: 'settle' }, { do: 'tick', gaps: [1], event: 'arrives' }];
  for (const step of [...steps, ...last]) {
    switch (step.do) {
      case 'tick': {
        const rows = step.gaps.map((gap): PlainTick => {
          ms += gap;
          return [server + ms, ++bid];
        });
        send();
        peer.history.set('EURUSD', [...(peer.history.get('EURUSD') ?? []), ...rows]);
        if (step.event === 'lost') peer.lose('tick.EURUSD');
        else unsent.push(rows);
        if (step.event === 'arrives') send();
        break;
      }
      case 'settle':
        await settled();
        break;
      case 'hold':
        isHeld = true;
        break;
      case 'answer':
        release();
        break;
      case 'disconnect':
        release();
        await peer.close();
        await peer.open();
        break;
      case 'restart':
        release();
        await peer.restart();
    }
  }
  await settled();
}

describe('whatever is lost, held back or begun anew', () => {
  it('every tick from the first one on is delivered once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
        const setting = await together();
        const { heard } = bids(setting.client);
        await settled();
        await play(setting, steps);
        await setting.client.close();
        const all = (setting.peer.history.get('EURUSD') ?? []).map(([, bid]) => bid);
        expect(heard.length).toBeGreaterThan(0);
        expect(heard).toEqual(all.slice(all.indexOf(heard[0] as number)));
      }),
      { numRuns: 300 },
    );
  });
});
