/**
 * Measures the recorded market and writes src/market/calibration-data.ts.
 *   node packages/fake-mt5/scripts/calibrate.ts [--check]
 * The records lie in MT5_BRIDGE_TEST_DATA (default: ../shared/data beside the repository). --check writes nothing and
 * exits with 1 when the file differs from what the records give.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import { BarBuilder } from '../src/market/bar-builder.ts';
import type { Calibration } from '../src/market/calibration.ts';
import { type MarketFile, readMarketFile } from '../src/market/export-file.ts';
import { knownSymbols } from '../src/market/symbols/known-symbols.ts';
import { HOUR } from '../src/market/time.ts';
import {
  type HourFigures,
  measureDays,
  measureHours,
  measureTicks,
  pool,
  rounded,
  shares,
  tickHours,
  withinBlocks,
} from './measure.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const target = join(repository, 'packages/fake-mt5/src/market/calibration-data.ts');
const data = process.env.MT5_BRIDGE_TEST_DATA ?? join(repository, '../shared/data');
const LINE_WIDTH = 120;

/** A record and how far its zone lies behind server time: UTC is 2 hours behind in winter, 3 in summer. */
interface Source {
  readonly file: string;
  readonly behind: number;
}
const source = (file: string, hoursBehind = 0): Source => ({ file, behind: hoursBehind * HOUR });

const daily: Record<string, Source> = {
  EURUSD: source('bars/EURUSD_D1.csv'),
  GBPUSD: source('bars/GBPUSD_D1.csv'),
  USDJPY: source('bars/USDJPY_D1.csv'),
  USDCAD: source('bars/USDCAD_D1.csv'),
  USDCHF: source('bars/USDCHF_D1.csv'),
  EURGBP: source('bars/EURGBP_D1.csv'),
  XAUUSD: source('bars/XAUUSD_D1.csv'),
  BTCUSD: source('bars/BTCUSD_H1_2023.csv', 2),
};
const hourly: Record<string, Source> = {
  GBPUSD: source('bars/GBPUSD_H1.csv'),
  USDJPY: source('bars/USDJPY_H1.csv'),
  XAUUSD: source('bars/XAUUSD_H1.csv'),
  BTCUSD: source('bars/BTCUSD_H1_2023.csv', 2),
};
const fourHourly: Record<string, Source> = { EURUSD: source('bars/EURUSD_H4.csv') };
const ticked: Record<string, Source> = {
  EURUSD: source('ticks/EURUSD_2026-07-13_12h.csv', 3),
  BTCUSD: source('ticks/BTCUSD_2023-02-20_12h.csv', 2),
};
/** Hours of pairs without intraday bars are the mean of these two; ticks of symbols without a record are EURUSD's. */
const POOL = ['GBPUSD', 'USDJPY'];
const TICK_MODEL = 'EURUSD';

/** The figure of a symbol that the tables above hold. */
function of<T>(table: Record<string, T>, symbol: string): T {
  const found = table[symbol];
  if (found === undefined) throw new Error(`no record of ${symbol}`);
  return found;
}

function read<K extends MarketFile['kind']>({ file }: Source, kind: K): Extract<MarketFile, { kind: K }> {
  const content = readMarketFile(join(data, file));
  if (content.kind !== kind) throw new Error(`${file} holds ${content.kind}, not ${kind}`);
  return content as Extract<MarketFile, { kind: K }>;
}

function barsOf(from: Source): RatesColumns {
  const { bars } = read(from, 'bars');
  return { ...bars, time: bars.time.map((time) => time + from.behind) };
}

function daysOf(from: Source): RatesColumns {
  const { time, open, high, low, close, tick_volume } = barsOf(from);
  const days = new BarBuilder('D1', 1);
  for (let i = 0; i < time.length; i++) {
    const [at, o, h, l, c, volume] = [time, open, high, low, close, tick_volume].map((column) => column[i] as number);
    days.addBar(at as number, o as number, h as number, l as number, c as number, volume as number, 0, 0);
  }
  return days.bars();
}

function mapValues<T, R>(table: Record<string, T>, change: (value: T, symbol: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(table).map(([symbol, value]) => [symbol, change(value, symbol)]));
}

const days = mapValues(daily, (from) => measureDays(daysOf(from)));
const ownHours = mapValues(hourly, (from) => measureHours(barsOf(from), 1));
const pooled = pool(POOL.map((symbol) => of(ownHours, symbol)));
const ticks = mapValues(ticked, (from, symbol) => {
  const { ticks, ...rest } = read(from, 'ticks');
  const point = knownSymbols.get(symbol)?.info.point ?? 1 / 10 ** rest.digits;
  return measureTicks({ ...ticks, time_msc: ticks.time_msc.map((time) => time + from.behind) }, point);
});

function hoursOf(symbol: string): { hours: HourFigures; from: string } {
  const own = ownHours[symbol];
  if (own !== undefined) return { hours: own, from: of(hourly, symbol).file };
  const blocks = fourHourly[symbol];
  const mean = `the mean of ${POOL.join(' and ')}`;
  if (blocks === undefined) return { hours: pooled, from: `as ${mean}` };
  const hours = withinBlocks(measureHours(barsOf(blocks), 4), pooled);
  return { hours, from: `${blocks.file}, within its blocks as ${mean}` };
}

function calibrate(symbol: string): Calibration {
  const { mean_volume, ...day } = of(days, symbol);
  const { hours, from } = hoursOf(symbol);
  const record = ticked[symbol];
  const tick_model = record === undefined ? TICK_MODEL : symbol;
  const { median_spread, count, hour } = of(ticks, tick_model);
  const typical = knownSymbols.get(symbol)?.typical_spread ?? median_spread;
  const modelDay = count / (tickHours(hoursOf(tick_model).hours)[hour] as number);
  return {
    sources: {
      daily: of(daily, symbol).file,
      hourly: from,
      ticks: record?.file ?? `as ${tick_model}, spread scaled to ${typical} points, number by daily volume`,
    },
    ...day,
    hourly_variance: shares(hours.variance),
    hourly_ticks: tickHours(hours),
    ticks_per_day: rounded(
      record === undefined ? (modelDay * mean_volume) / of(days, tick_model).mean_volume : modelDay,
      3,
    ),
    tick_model,
    spread_scale: record === undefined ? rounded(typical / median_spread, 3) : 1,
  };
}

/** TypeScript as the formatter leaves it: lists of numbers filled up to the line's width. */
function asSource(value: unknown, indent = '', room = LINE_WIDTH): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  const deeper = `${indent}  `;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as object).map(([key, item]) => {
      const before = `${deeper}${key}: `;
      return `${before}${asSource(item, deeper, LINE_WIDTH - before.length - 1)},\n`;
    });
    return `{\n${entries.join('')}${indent}}`;
  }
  const inOneLine = `[${value.join(', ')}]`;
  if (inOneLine.length <= room) return inOneLine;
  const lines = [''];
  for (const item of value) {
    const line = lines.at(-1) as string;
    if (deeper.length + line.length + `${item},`.length > LINE_WIDTH) lines.push(`${item}, `);
    else lines[lines.length - 1] = `${line}${item}, `;
  }
  return `[\n${lines.map((line) => `${deeper}${line.trimEnd()}\n`).join('')}${indent}]`;
}

const text = `// Written by scripts/calibrate.ts from the recorded market; run it again instead of editing.
import type { Calibration, TickModel } from './calibration.ts';

export const tickModels: Readonly<Record<string, TickModel>> = ${asSource(mapValues(ticks, ({ model }) => model))};

export const calibrations: Readonly<Record<string, Calibration>> = ${asSource(mapValues(daily, (_, symbol) => calibrate(symbol)))};
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  if (!same) process.stderr.write(`${target} differs from what ${data} gives: run scripts/calibrate.ts\n`);
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, text);
}
