import {
  Calculation,
  calendarEvents,
  createIndicator,
  type IndicatorRequest,
  type SimulatedTerminal,
} from '@mt5-bridge/fake-mt5/simulation';
import { calendarImpact, calendarImportance, indicatorType, Mt5Error, timeframe } from '@mt5-bridge/protocol';
import { type Args, type BarForm, MQL_ERROR, type MqlParameter, type Pushes, type Row } from './link-messages.ts';

/** Handles begin there in the terminal, too. */
const FIRST_HANDLE = 10;
/** How often BarsCalculated answers that nothing is worked out yet, as while a terminal computes. */
const TURNS_TO_COMPUTE = 1;

/** EMPTY_VALUE. */
const EMPTY = Number.MAX_VALUE;

interface Handle {
  readonly calculation: Calculation;
  turns: number;
}

/** IndicatorCreate and what follows from it. */
export class IndicatorHandles {
  private readonly terminal: SimulatedTerminal;
  private readonly handles = new Map<number, Handle>();
  private next = FIRST_HANDLE;

  constructor(terminal: SimulatedTerminal) {
    this.terminal = terminal;
  }

  create(...[name, period, type, parameters]: Args<'indicator_create'>): number | undefined {
    const symbol = this.terminal.market.symbol(name);
    const of = timeframe.nameOf(period);
    const kind = indicatorType.nameOf(type);
    if (symbol === undefined || of === undefined || kind === undefined) return undefined;
    const isCustom = kind === 'custom';
    const inputs = parameters.slice(isCustom ? 1 : 0).map(inputOf);
    const request = { type: kind, inputs, ...(isCustom && { custom: parameters[0]?.[3] ?? '' }) };
    const calculation = created(request, (indicator) => new Calculation(indicator, symbol, of));
    if (calculation === undefined) return undefined;
    this.handles.set(this.next, { calculation, turns: TURNS_TO_COMPUTE });
    return this.next++;
  }

  release(handle: number): boolean {
    return this.handles.delete(handle);
  }

  /** 0 = not yet. */
  bars(handle: number): number | undefined {
    const found = this.handles.get(handle);
    if (found === undefined) return undefined;
    if (found.turns === 0) return found.calculation.length;
    found.turns--;
    return 0;
  }

  copy(...[handle, buffer, form, start, countOrStop]: Args<'indicator_copy'>): Uint8Array | number {
    const found = this.handles.get(handle);
    if (found === undefined) return MQL_ERROR.wrong_handle;
    if (found.turns > 0) return MQL_ERROR.no_buffer_data;
    const { calculation } = found;
    if (calculation.names[buffer] === undefined) return MQL_ERROR.wrong_buffer;
    const [from, count] = form === 0 ? [start, countOrStop] : [0, calculation.length];
    const { times, buffers } = calculation.values(from, count);
    const values = chosen(times, buffers[buffer] ?? [], form, start, countOrStop);
    return new Uint8Array(Float64Array.from(values, (value) => value ?? EMPTY).buffer);
  }
}

/** The three forms of CopyBuffer; times in seconds. */
function chosen<T>(times: readonly number[], values: readonly T[], form: BarForm, start: number, countOrStop: number) {
  if (form === 0) return values;
  const isBefore = (i: number): boolean => (times[i] ?? 0) <= (form === 1 ? start : countOrStop) * 1000;
  if (form === 1) return values.filter((_, i) => isBefore(i)).slice(-countOrStop);
  return values.filter((_, i) => isBefore(i) && (times[i] ?? 0) >= start * 1000);
}

function inputOf([kind, integer, real, text]: MqlParameter): IndicatorRequest['inputs'][number] {
  if (kind === 0) return { integer: Number(integer) };
  return kind === 1 ? { real } : { text };
}

function created<T>(
  request: IndicatorRequest,
  use: (indicator: ReturnType<typeof createIndicator>) => T,
): T | undefined {
  try {
    return use(createIndicator(request));
  } catch (error) {
    if (error instanceof Mt5Error) return undefined;
    throw error;
  }
}

/** The terminal numbers a country's events after its ISO 3166 number. */
const countryIdOf = (eventId: number): number => Math.floor(eventId / 1_000_000);

/** Countries, then events: what the calendar is about. */
export function calendarFacts(): { countries: Pushes['calendar_country'][]; events: Pushes['calendar_event'][] } {
  const countries = new Map(
    calendarEvents.map(({ id, country, currency }) => [countryIdOf(id), { country, currency }] as const),
  );
  return {
    countries: [...countries].map(([id, { country, currency }]) => [id, country, country, currency]),
    events: calendarEvents.map(({ id, importance, unit, multiplier, digits, name }) => [
      id,
      countryIdOf(id),
      calendarImportance.numbers[importance],
      unit,
      multiplier,
      digits,
      name,
    ]),
  };
}

const UNSET = -(2n ** 63n);
const LATEST = Date.UTC(9999, 0);

const millionths = (value: number | undefined): bigint =>
  value === undefined ? UNSET : BigInt(Math.round(value * 1_000_000));

export function calendarValues(
  { calendar, market }: SimulatedTerminal,
  ...[from, to, country, currency, event]: Args<'calendar_values'>
): Row[] {
  const asked = {
    from: from * 1000,
    to: to === 0 ? LATEST : to * 1000,
    ...(country !== '' && { country }),
    ...(currency !== '' && { currency }),
  };
  return calendar
    .values(asked, market.time())
    .filter(({ event_id }) => BigInt(event) === 0n || event_id === BigInt(event))
    .map(({ id, event_id, time, actual, forecast, previous, revised_previous, impact }) => [
      id,
      event_id,
      time / 1000,
      millionths(actual),
      millionths(previous),
      millionths(revised_previous),
      millionths(forecast),
      impact === 'unknown' ? 0 : calendarImpact.numbers[impact],
    ]);
}
