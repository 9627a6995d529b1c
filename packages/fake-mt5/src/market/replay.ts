import { timeframe, timeframeMs } from '@mt5-bridge/protocol';
import { emptyTicks, type RatesColumns } from '@mt5-bridge/protocol/wire';
import type { MarketFile } from './export-file.ts';
import { MarketFileError } from './market-file-error.ts';
import { ohlcTicks, type TickChunk } from './ohlc-ticks.ts';
import { symbolOfFile } from './symbols/symbol-of-file.ts';
import type { SymbolSpec } from './symbols/symbol-spec.ts';
import { DAY, MINUTE } from './time.ts';

/** All that was recorded of one symbol, over one file or several. */
export interface Recording {
  readonly spec: SymbolSpec;
  readonly ticks: TickChunk;
  /** Where playing begins: at the first recorded tick, or at the first bar where there are bars only. */
  readonly begin: number;
}

/** Puts files together by symbol, in time order. @throws MarketFileError when two of them overlap */
export function recordings(files: readonly MarketFile[]): Recording[] {
  return [...Map.groupBy(files, (file) => file.symbol).values()].map(recordingOf);
}

/**
 * The moment from which recordings are played when none is asked for: the first record of the symbol that begins last.
 * Symbols that begin within a day before it are played from their own first record, so none of it is lost; what lies
 * further back is history.
 */
export function replayStart(played: readonly Recording[]): number {
  const begins = played.map(({ begin }) => begin);
  const last = Math.max(...begins);
  return Math.min(...begins.filter((begin) => begin > last - DAY));
}

interface Stretch {
  readonly source: MarketFile;
  readonly from: number;
  readonly to: number;
}

function recordingOf(files: readonly MarketFile[]): Recording {
  const stretches = files.map(stretchOf).toSorted((a, b) => a.from - b.from);
  for (const [i, later] of stretches.slice(1).entries()) {
    const earlier = stretches[i] as Stretch;
    if (later.from > earlier.to) continue;
    const problem = `begins at ${stamp(later.from)}, before ${earlier.source.file} ends at ${stamp(earlier.to)}`;
    throw new MarketFileError('MARKET_FILE_OVERLAP', problem, { file: later.source.file });
  }
  const [first] = stretches as [Stretch];
  const { file, symbol } = first.source;
  const digits = Math.max(...files.map((source) => source.digits));
  const prices = first.source.kind === 'ticks' ? first.source.ticks.bid : first.source.bars.close;
  const spec = symbolOfFile({ file, symbol, digits, price: prices[0] as number });
  const begin = stretches.find(({ source }) => source.kind === 'ticks') ?? first;
  return { spec, ticks: joined(stretches.map(({ source }) => ticksOf(source, spec))), begin: begin.from };
}

function stretchOf(source: MarketFile): Stretch {
  const times = source.kind === 'ticks' ? source.ticks.time_msc : source.bars.time;
  const end = source.kind === 'ticks' ? 0 : barLength(source.bars, source.file) - 1;
  return { source, from: times[0] as number, to: (times[times.length - 1] as number) + end };
}

function ticksOf(source: MarketFile, { info, typical_spread }: SymbolSpec): TickChunk {
  if (source.kind === 'ticks') return source.ticks;
  const length = barLength(source.bars, source.file);
  return ohlcTicks(source.bars, { length, digits: info.digits, point: info.point, typical_spread });
}

/** The longest timeframe that fits between neighbouring bars; for a single bar what the file's name says. */
function barLength(bars: RatesColumns, file: string): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < bars.length; i++) {
    shortest = Math.min(shortest, (bars.time[i] as number) - (bars.time[i - 1] as number));
  }
  if (shortest === Number.POSITIVE_INFINITY) {
    const named = timeframe.names.find((name) => new RegExp(`_${name}(?![A-Za-z0-9])`).test(file));
    return named === undefined ? MINUTE : timeframeMs(named);
  }
  const fitting = timeframe.names.map(timeframeMs).filter((length) => length <= shortest);
  return Math.max(MINUTE, ...fitting);
}

function joined(chunks: readonly TickChunk[]): TickChunk {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const out = { ...emptyTicks(length), weight: new Float64Array(length).fill(1) };
  let row = 0;
  for (const chunk of chunks) {
    out.time_msc.set(chunk.time_msc, row);
    out.bid.set(chunk.bid, row);
    out.ask.set(chunk.ask, row);
    out.last.set(chunk.last, row);
    out.volume_real.set(chunk.volume_real, row);
    out.flags.set(chunk.flags, row);
    if (chunk.weight !== undefined) out.weight.set(chunk.weight, row);
    row += chunk.length;
  }
  return out;
}

const stamp = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
