import { describe, expect, it } from 'vitest';
import { BarBuilder } from './bar-builder.ts';
import { parseMarketFile } from './export-file.ts';
import { MarketFileError } from './market-file-error.ts';
import type { TickChunk } from './ohlc-ticks.ts';
import { recordings, replayStart } from './replay.ts';
import { ReplaySource } from './replay-source.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

const NOON = Date.UTC(2026, 6, 13, 12);

const file = (name: string, header: readonly string[], ...lines: string[]) =>
  parseMarketFile(name, Buffer.from([header.map((column) => `<${column}>`).join('\t'), ...lines].join('\n')));

function tickFile(name: string, ...times: string[]) {
  const header = ['DATE', 'TIME', 'BID', 'ASK', 'LAST', 'VOLUME', 'FLAGS'];
  return file(name, header, ...times.map((time, i) => `${time.replace(' ', '\t')}\t1.1000${i}\t1.1001${i}\t\t\t6`));
}

function barFile(name: string, ...times: string[]) {
  const dated = times.every((time) => !time.includes(' '));
  const header = ['DATE', ...(dated ? [] : ['TIME']), 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'TICKVOL', 'VOL', 'SPREAD'];
  return file(name, header, ...times.map((time) => `${time.replace(' ', '\t')}\t1.1\t1.3\t1\t1.2\t40\t0\t0`));
}

const offsets = (ticks: TickChunk | undefined): number[] => Array.from(ticks?.time_msc ?? [], (time) => time - NOON);

describe('recordings', () => {
  it('puts several files of a symbol into time order, whatever their order', () => {
    const [eurusd, gold, none] = recordings([
      tickFile('EURUSD_b.csv', '2026.07.13 12:00:00', '2026.07.13 12:00:01'),
      tickFile('XAUUSD_a.csv', '2026.07.13 12:00:00.500'),
      barFile('EURUSD_a.csv', '2026.07.13 10:00:00', '2026.07.13 11:00:00'),
    ]);
    expect(none).toBeUndefined();
    expect(gold?.spec.info.name).toBe('XAUUSD');
    expect(offsets(eurusd?.ticks)).toEqual([
      -7_200_000, -6_000_000, -4_800_000, -3_601_000, -3_600_000, -2_400_000, -1_200_000, -1_000, 0, 1_000,
    ]);
    expect(eurusd?.begin).toBe(NOON);
  });

  it('refuses files that overlap, naming both', () => {
    const overlapping = [
      barFile('EURUSD_H1.csv', '2026.07.13 10:00:00', '2026.07.13 11:00:00'),
      tickFile('EURUSD_ticks.csv', '2026.07.13 11:59:59.999'),
    ];
    expect(() => recordings(overlapping)).toThrow(MarketFileError);
    expect(() => recordings(overlapping)).toThrow(/EURUSD_ticks\.csv: .*EURUSD_H1\.csv ends at 2026-07-13 11:59:59/);
  });

  it.each([
    ['M1', ['2026.07.13 12:00:00', '2026.07.13 12:01:00', '2026.07.13 12:09:00'], MINUTE],
    ['H4 with a weekend', ['2026.07.10 20:00:00', '2026.07.13 00:00:00', '2026.07.13 04:00:00'], 4 * HOUR],
    ['D1 without times', ['2026.07.10', '2026.07.13', '2026.07.14'], DAY],
    ['W1', ['2026.07.05', '2026.07.12'], 7 * DAY],
  ])('tells the length of %s bars from their times', (_, times, length) => {
    const [recording] = recordings([barFile('EURUSD_x.csv', ...times)]);
    const ticks = recording?.ticks.time_msc as Float64Array;
    expect((ticks[3] as number) - (ticks[0] as number)).toBe(length - 1_000);
  });

  it('tells the length of a single bar from the name', () => {
    const [recording] = recordings([barFile('EURUSD_H4_one.csv', '2026.07.13 12:00:00')]);
    expect(offsets(recording?.ticks).at(-1)).toBe(4 * HOUR - 1_000);
  });
});

describe('replayStart', () => {
  const at = (symbol: string, time: string) => tickFile(`${symbol}_x.csv`, time);

  it('is the first record of symbols that begin about together', () => {
    const played = recordings([at('EURUSD', '2026.07.13 12:00:00.093'), at('BTCUSD', '2026.07.13 12:00:00')]);
    expect(replayStart(played)).toBe(NOON);
  });

  it('leaves records of other times to history', () => {
    const played = recordings([at('EURUSD', '2026.07.13 12:00:00'), at('BTCUSD', '2023.02.20 12:00:00')]);
    expect(replayStart(played)).toBe(NOON);
  });

  it('leaves bars before recorded ticks to history', () => {
    const bars = barFile('EURUSD_D1.csv', '2026.07.09', '2026.07.10');
    expect(replayStart(recordings([bars, at('EURUSD', '2026.07.13 12:00:00')]))).toBe(NOON);
  });
});

describe('ReplaySource', () => {
  const [recording] = recordings([
    tickFile('EURUSD_x.csv', '2026.07.13 12:00:10', '2026.07.13 12:00:50', '2026.07.13 12:02:30'),
  ]);
  if (recording === undefined) throw new Error('nothing recorded');
  const source = (loop: boolean) => new ReplaySource({ ...recording, loop, point: 1e-5 });

  it('ends with its last record', () => {
    expect(offsets(source(false).chunkFrom(NOON))).toEqual([10_000, 50_000, 150_000]);
    expect(source(false).chunkFrom(NOON + 150_001)).toBeUndefined();
    expect(source(false).chunkUpTo(NOON)).toBeUndefined();
  });

  it('loops with all records moved by the span in whole minutes', () => {
    const looping = source(true);
    const span = 3 * MINUTE;
    expect(offsets(looping.chunkFrom(NOON + 150_001))).toEqual([span + 10_000, span + 50_000, span + 150_000]);
    expect(offsets(looping.chunkUpTo(NOON + 5 * span + 20_000))[0]).toBe(5 * span + 10_000);
    expect(offsets(looping.chunkUpTo(NOON + 5 * span + 9_999))[0]).toBe(4 * span + 10_000);
    expect(looping.chunkUpTo(NOON)).toBeUndefined();
    expect(looping.chunkFrom(NOON + 7 * span)?.bid).toEqual(recording.ticks.bid);
  });

  it('has the minute bars of its ticks in every round', () => {
    const looping = source(true);
    const bars = new BarBuilder('M1', 1e-5);
    looping.addBars(MINUTE, NOON, NOON + 12 * MINUTE, bars);
    const naive = new BarBuilder('M1', 1e-5);
    for (let at = NOON; at < NOON + 12 * MINUTE; at += 3 * MINUTE) {
      const chunk = looping.chunkFrom(at) as TickChunk;
      naive.addTicks(chunk, 0, chunk.length);
    }
    expect(bars.bars()).toEqual(naive.bars());
    expect(bars.length).toBe(8);
  });

  it('plays bars before recorded ticks once, and loops the ticks', () => {
    const [mixed] = recordings([
      barFile('EURUSD_M1.csv', '2026.07.13 11:00:00', '2026.07.13 11:01:00'),
      tickFile('EURUSD_t.csv', '2026.07.13 12:00:00', '2026.07.13 12:00:30'),
    ]);
    if (mixed === undefined) throw new Error('nothing recorded');
    const looping = new ReplaySource({ ...mixed, loop: true, point: 1e-5 });
    expect(offsets(looping.chunkFrom(NOON + 30_001))).toEqual([MINUTE, MINUTE + 30_000]);
  });

  it('shows a bounded past however long it loops', () => {
    const looping = source(true);
    const now = NOON + 30_000 * DAY;
    expect((now - looping.historyStart(now)) / MINUTE).toBeLessThan(200_000);
    expect(looping.historyStart(NOON + HOUR)).toBe(NOON + 10_000);
  });
});
