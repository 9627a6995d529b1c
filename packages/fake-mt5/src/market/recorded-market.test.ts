/** What the recorded market shows; skipped where it is absent, because it isn't part of the repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { BarBuilder } from './bar-builder.ts';
import { readMarketFile } from './export-file.ts';
import { createMarket } from './market.ts';
import { recordings } from './replay.ts';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const data = process.env.MT5_BRIDGE_TEST_DATA ?? join(repository, '../shared/data');
const present = existsSync(join(data, 'ticks'));
if (!present) process.stderr.write(`skipped: no recorded market at ${data} (set MT5_BRIDGE_TEST_DATA)\n`);

const barFiles = present ? readdirSync(join(data, 'bars')) : [];

describe.skipIf(!present)('the recorded market', () => {
  it('is what the calibration was measured on', () => {
    const script = join(repository, 'packages/fake-mt5/scripts/calibrate.ts');
    const run = () => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
    expect(run).not.toThrow();
  });

  it.each(barFiles)('%s: its bars can be built back from their ticks', (name) => {
    const file = readMarketFile(join(data, 'bars', name));
    const [recording] = recordings([file]);
    if (file.kind !== 'bars' || recording === undefined) throw new Error('no bars');
    const timeframe = /_(M1|H1|H4|D1)/.exec(name)?.[1] as 'M1' | 'H1' | 'H4' | 'D1';
    const { point } = recording.spec.info;
    const built = new BarBuilder(timeframe, point);
    built.addTicks(recording.ticks, 0, recording.ticks.length);
    const { spread, ...bars } = built.bars();
    const { spread: none, ...source } = file.bars;
    expect(bars).toEqual(source);
    expect(none.every((points) => points === 0)).toBe(true);
    expect(spread.every((points) => points === recording.spec.typical_spread)).toBe(true);
  });

  it('is replayed tick for tick', () => {
    const file = readMarketFile(join(data, 'ticks', 'EURUSD_2026-07-13_12h.csv'));
    if (file.kind !== 'ticks') throw new Error('no ticks');
    const clock = new ManualClock(0);
    const market = createMarket({
      clock,
      seed: 1,
      replay: [file],
      speed: 'max',
      loop: false,
      toServerTime: (utc) => utc,
    });
    const times: number[] = [];
    const bids: number[] = [];
    market.onTick(({ symbol, ticks, from, to }) => {
      if (symbol !== 'EURUSD') return;
      times.push(...ticks.time_msc.subarray(from, to));
      bids.push(...ticks.bid.subarray(from, to));
    });
    market.start();
    while (clock.runNext());
    expect(times).toEqual([...file.ticks.time_msc]);
    expect(bids).toEqual([...file.ticks.bid]);
  });
});
