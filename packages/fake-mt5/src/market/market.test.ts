import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { parseMarketFile } from './export-file.ts';
import { createMarket, type Market, type MarketOptions } from './market.ts';
import { DAY, HOUR, MINUTE, weekday } from './time.ts';

const NOON = Date.UTC(2026, 6, 15, 12);
const SERVER_OFFSET = 3 * HOUR;

interface Heard {
  readonly symbol: string;
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
}

function listen(market: Market): Heard[] {
  const heard: Heard[] = [];
  market.onTick(({ symbol, ticks, from, to }) => {
    for (let i = from; i < to; i++) {
      heard.push({
        symbol,
        time: ticks.time_msc[i] as number,
        bid: ticks.bid[i] as number,
        ask: ticks.ask[i] as number,
      });
    }
  });
  return heard;
}

function setUp(options: Partial<MarketOptions> = {}, utc = NOON - SERVER_OFFSET) {
  const clock = new ManualClock(utc);
  const toServerTime = (time: number): number => time + SERVER_OFFSET;
  const market = createMarket({ clock, seed: 1, speed: 1, loop: true, toServerTime, ...options });
  return { clock, market, heard: listen(market) };
}

/** A tick file with a tick each `step` ms from 12:00:00 on; the bid counts up. */
function recorded(symbol: string, count: number, step: number, day = '2026.07.15') {
  const lines = Array.from({ length: count }, (_, i) => {
    const time = new Date(NOON + i * step).toISOString().slice(11, 23);
    return `${day}\t${time}\t${(1.1 + i / 1e5).toFixed(5)}\t${(1.2 + i / 1e5).toFixed(5)}\t\t\t6`;
  });
  const header = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';
  return parseMarketFile(`${symbol}_x.csv`, Buffer.from([header, ...lines].join('\n')));
}

describe('a synthetic market', () => {
  it('starts now, in server time, and runs with the clock', () => {
    const { clock, market, heard } = setUp();
    expect(market.time()).toBe(NOON);
    market.start();
    clock.advance(10 * MINUTE);
    expect(market.time()).toBe(NOON + 10 * MINUTE);
    expect(heard.length).toBeGreaterThan(1_000);
    expect(heard.every(({ time }) => time >= NOON && time <= NOON + 10 * MINUTE)).toBe(true);
    expect(new Set(heard.map(({ symbol }) => symbol))).toEqual(new Set(market.symbols.map(({ name }) => name)));
  });

  it('sends ticks in time order over all symbols, never later than due and together at most every few ms', () => {
    const { clock, market } = setUp({ speed: 50 });
    let turns = 0;
    let turn = 0;
    let before = 0;
    market.onTick(({ ticks, from, to }) => {
      for (let i = from; i < to; i++) {
        const time = ticks.time_msc[i] as number;
        expect(time).toBeGreaterThanOrEqual(before);
        expect(time).toBeLessThanOrEqual(market.time());
        before = time;
      }
      if (clock.now() !== turn) turns++;
      turn = clock.now();
    });
    market.start();
    clock.advance(2_000);
    expect(turns).toBeGreaterThan(100);
    expect(turns).toBeLessThanOrEqual(500);
  });

  it.each([
    ['Saturday', Date.UTC(2026, 6, 18, 12), Date.UTC(2026, 6, 17, 12)],
    ['Sunday', Date.UTC(2026, 6, 19, 12), Date.UTC(2026, 6, 17, 12)],
    ['Friday night', Date.UTC(2026, 6, 17, 23, 58), Date.UTC(2026, 6, 16, 23, 58)],
    ['Monday at midnight', Date.UTC(2026, 6, 20, 0, 2), Date.UTC(2026, 6, 17, 0, 2)],
    ['Tuesday', Date.UTC(2026, 6, 14, 9), Date.UTC(2026, 6, 14, 9)],
  ])('begins on an open day: %s', (_, wanted, start) => {
    const { clock, market, heard } = setUp({}, wanted - SERVER_OFFSET);
    expect(new Date(market.start_time)).toEqual(new Date(start));
    market.start();
    clock.advance(MINUTE);
    expect(heard.some(({ symbol }) => symbol === 'EURUSD')).toBe(true);
  });

  it('gives identical ticks for the same seed, start and steps of the clock', () => {
    const run = (steps: readonly number[], seed = 1): Heard[] => {
      const { clock, market, heard } = setUp({ seed, speed: 10 });
      market.start();
      for (const step of steps) clock.advance(step);
      return heard;
    };
    const steps = [1, 3_000, 17, 8_000, 982, 18_000];
    const first = run(steps);
    expect(first.length).toBeGreaterThan(1_000);
    expect(run(steps)).toEqual(first);
    expect(run([30_000])).toEqual(first);
    expect(run(steps, 2)).not.toEqual(first);
  });

  it('goes on from its history without a seam', () => {
    const { clock, market, heard } = setUp();
    const later = setUp({ start: NOON + HOUR });
    market.start();
    clock.advance(HOUR - 1);
    const symbol = later.market.symbol('EURUSD');
    const history = symbol?.ticksByRange('all', NOON, NOON + HOUR);
    const live = heard.filter((tick) => tick.symbol === 'EURUSD');
    expect(Array.from(history?.time_msc ?? [])).toEqual(live.map(({ time }) => time));
    expect(Array.from(history?.bid ?? [])).toEqual(live.map(({ bid }) => bid));
    expect(symbol?.lastTick()).toMatchObject({ time_msc: live.at(-1)?.time, bid: live.at(-1)?.bid });
  });

  it('sleeps over the weekend', () => {
    const friday = Date.UTC(2026, 6, 17, 23, 50);
    const { clock, market, heard } = setUp({ start: friday, speed: 1_000 });
    market.start();
    clock.advance((3 * DAY) / 1_000);
    const gold = heard.filter(({ symbol }) => symbol === 'XAUUSD');
    expect(gold.length).toBeGreaterThan(0);
    expect(gold.some(({ time }) => [0, 6].includes(weekday(time)))).toBe(false);
    expect(heard.some(({ symbol, time }) => symbol === 'BTCUSD' && weekday(time) === 6)).toBe(true);
    expect(market.symbol('EURUSD')?.isOpen(friday + DAY)).toBe(false);
    expect(market.symbol('EURUSD')?.isOpen()).toBe(true);
  });

  it('keeps quote, day, bars and ticks at the same moment', () => {
    const { clock, market } = setUp({ speed: 60 });
    const eurusd = market.symbol('EURUSD');
    if (eurusd === undefined) throw new Error('no EURUSD');
    let turn = 0;
    market.onTick(({ symbol, ticks, to }) => {
      if (symbol !== 'EURUSD' || turn++ % 97 !== 0) return;
      const tick = eurusd.lastTick();
      expect(tick).toMatchObject({ time_msc: ticks.time_msc[to - 1], bid: ticks.bid[to - 1] });
      const newest = eurusd.ticksByPosition('all', 0, 1);
      expect([newest.time_msc[0], newest.ask[0]]).toEqual([tick?.time_msc, tick?.ask]);
      const days = eurusd.ratesByPosition('D1', 0, 2);
      expect(days.close[1]).toBe(tick?.bid);
      expect(eurusd.day()).toMatchObject({ open: days.open[1], high: days.high[1], low: days.low[1] });
      expect(eurusd.day()?.close_before).toBe(days.close[0]);
    });
    market.start();
    clock.advance((26 * HOUR) / 60);
    expect.hasAssertions();
  });

  it('stops and goes on', () => {
    const { clock, market, heard } = setUp();
    market.start();
    clock.advance(MINUTE);
    market.stop();
    const count = heard.length;
    clock.advance(HOUR);
    expect(heard.length).toBe(count);
    expect(market.time()).toBe(NOON + MINUTE);
    market.start();
    clock.advance(MINUTE);
    expect(market.time()).toBe(NOON + 2 * MINUTE);
    expect(heard.length).toBeGreaterThan(count);
    expect(heard.every(({ time }, i) => i === 0 || time >= (heard[i - 1]?.time as number))).toBe(true);
  });
});

describe('a replayed market', () => {
  const files = [recorded('EURUSD', 1_000, 70), recorded('USDJPY', 500, 110)];
  const played = (heard: readonly Heard[], name: string): Heard[] => heard.filter(({ symbol }) => symbol === name);
  const expected = (count: number, step: number, round = 0) =>
    Array.from({ length: count }, (_, i) => ({
      time: NOON + i * step + round,
      bid: Number((1.1 + i / 1e5).toFixed(5)),
    }));

  it.each([1, 7, 1_000])('sends every tick exactly as recorded, at speed %s', (speed) => {
    const { clock, market, heard } = setUp({ replay: files, loop: false, speed });
    expect(market.start_time).toBe(NOON);
    market.start();
    clock.advance(69_930 / speed - 1);
    expect(played(heard, 'EURUSD').length).toBeLessThan(1_000);
    clock.advance(10);
    expect(played(heard, 'EURUSD')).toMatchObject(expected(1_000, 70));
    clock.advance(HOUR);
    expect(played(heard, 'EURUSD').length).toBe(1_000);
    expect(played(heard, 'USDJPY')).toMatchObject(expected(500, 110));
    expect(market.symbol('EURUSD')?.replayed).toBe(true);
    expect(played(heard, 'GBPUSD').length).toBeGreaterThan(0);
  });

  it('as fast as possible: every tick once, in turns, then it is over', () => {
    const { clock, market, heard } = setUp({ replay: files, loop: false, speed: 'max' });
    market.start();
    let turns = 0;
    while (clock.runNext()) turns++;
    expect(clock.now()).toBe(NOON - SERVER_OFFSET);
    expect(turns).toBeLessThan(20);
    expect(played(heard, 'EURUSD')).toMatchObject(expected(1_000, 70));
    expect(played(heard, 'USDJPY')).toMatchObject(expected(500, 110));
    expect(market.time()).toBe(heard.at(-1)?.time);
    expect(market.time()).toBeLessThanOrEqual(NOON + 69_930);
  });

  it('as fast as possible: gives way to the event loop between turns', () => {
    const { clock, market, heard } = setUp({ replay: files, speed: 'max' });
    market.start();
    for (let i = 0; i < 20; i++) {
      const before = heard.length;
      clock.runNext();
      expect(heard.length - before).toBeLessThan(10_000);
    }
    expect(heard.length).toBeGreaterThan(20_000);
  });

  it('loops: the same records, moved by the span', () => {
    const { clock, market, heard } = setUp({ replay: files, speed: 10 });
    market.start();
    clock.advance((2 * 2 * MINUTE + 69_930) / 10 + 5);
    const eurusd = played(heard, 'EURUSD');
    const rounds = [0, 2 * MINUTE, 4 * MINUTE].flatMap((round) => expected(1_000, 70, round));
    expect(eurusd).toMatchObject(rounds);
  });

  it('takes what lies before `start` as history', () => {
    const { clock, market, heard } = setUp({ replay: files, loop: false, start: NOON + 35_000 });
    const eurusd = market.symbol('EURUSD');
    expect(eurusd?.lastTick()?.time_msc).toBe(NOON + 34_930);
    expect(eurusd?.ticksFrom('all', 0, 9_999).length).toBe(500);
    expect(eurusd?.ratesByPosition('M1', 0, 9).tick_volume[0]).toBe(500);
    market.start();
    clock.advance(HOUR);
    expect(played(heard, 'EURUSD').length).toBe(500);
    expect(eurusd?.ticksFrom('all', 0, 9_999).length).toBe(1_000);
  });

  it('plays recordings of different years together, the older ones in a later round', () => {
    const { clock, market, heard } = setUp({
      replay: [files[0] ?? recorded('EURUSD', 1, 1), recorded('BTCUSD', 600, 1_000, '2023.02.20')],
    });
    expect(market.start_time).toBe(NOON);
    market.start();
    clock.advance(MINUTE);
    expect(played(heard, 'EURUSD').length).toBeGreaterThan(800);
    expect(played(heard, 'BTCUSD').length).toBeGreaterThan(58);
  });

  it('has no tick and no book before the first record', () => {
    const { market } = setUp({ replay: files, start: NOON - DAY });
    const eurusd = market.symbol('EURUSD');
    expect(eurusd?.lastTick()).toBeUndefined();
    expect(eurusd?.day()).toBeUndefined();
    expect(eurusd?.book()).toEqual([]);
    expect(eurusd?.ratesByPosition('H1', 0, 10).length).toBe(0);
    expect(market.symbol('NOSUCH')).toBeUndefined();
  });
});

describe('the book', () => {
  it('stands around the quote, best prices first, the same for the same tick', () => {
    const { clock, market } = setUp();
    market.start();
    clock.advance(MINUTE);
    for (const symbol of market.symbols) {
      const book = symbol.book();
      const [sells, buys] = [book.slice(0, 10), book.slice(10)];
      expect(book.length).toBe(20);
      expect(sells[0]).toMatchObject({ type: 'sell', price: symbol.lastTick()?.ask });
      expect(buys[0]).toMatchObject({ type: 'buy', price: symbol.lastTick()?.bid });
      expect(sells.every(({ price }, i) => i === 0 || price > (sells[i - 1]?.price as number))).toBe(true);
      expect(buys.every(({ price }, i) => i === 0 || price < (buys[i - 1]?.price as number))).toBe(true);
      expect(book.every(({ volume }) => volume >= symbol.spec.info.volume_min)).toBe(true);
      expect(symbol.book()).toEqual(book);
    }
  });
});
