import {
  type IndicatorFacts,
  type IndicatorInput,
  type IndicatorType,
  indicators,
  Mt5Error,
  type Params,
} from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import { averages } from './averages.ts';
import { billWilliams } from './bill-williams.ts';
import { heikenAshi } from './heiken-ashi.ts';
import { type Compute, columnsAsBars, type Inputs } from './kinds.ts';
import { oscillators } from './oscillators.ts';
import type { Series } from './series.ts';
import { volumeBased } from './volumes.ts';

/** What is computed: type, name and inputs as the operation takes them. */
export type IndicatorRequest = Pick<Params<'indicator'>, 'type' | 'custom' | 'inputs'>;

/** An indicator with its inputs, ready to be computed over any bars. */
export interface Indicator {
  /** Names of the buffers; of a custom one, which tells none, their numbers. */
  readonly buffers: readonly string[];
  /** One list a buffer, one value a bar, oldest first; null where there is none. */
  compute(bars: RatesColumns): (number | null)[][];
}

type GivenInput = IndicatorRequest['inputs'][number];

const builtIn: Partial<Record<IndicatorType, Compute>> = {
  ...averages,
  ...oscillators,
  ...volumeBased,
  ...billWilliams,
};

/** By path under MQL5\Indicators; none of them takes inputs. */
const custom: Readonly<Record<string, { readonly buffers: number; readonly compute: Compute }>> = {
  'Examples\\Heiken_Ashi': { buffers: 5, compute: heikenAshi },
};

/** IndicatorCreate. @throws Mt5Error INVALID_PARAMS, INDICATOR_FAILED */
export function createIndicator({ type, custom: path, inputs }: IndicatorRequest): Indicator {
  if ((type === 'custom') !== (path !== undefined)) {
    throw new Mt5Error(
      'INVALID_PARAMS',
      'a.custom: the path of a custom indicator goes with the type custom, and no other',
    );
  }
  for (const [i, input] of inputs.entries()) {
    if (Object.keys(input).length !== 1)
      throw new Mt5Error('INVALID_PARAMS', `a.inputs[${i}]: give integer, real or text`);
  }
  return path === undefined ? createBuiltIn(type, inputs) : createCustom(path, inputs);
}

function createBuiltIn(type: IndicatorType, given: readonly GivenInput[]): Indicator {
  const compute = builtIn[type];
  if (compute === undefined || type === 'custom') {
    throw failed(`this terminal does not compute ${type}; it does ${Object.keys(builtIn).sort().join(', ')}`);
  }
  const facts = indicators[type];
  const inputs = readInputs(type, facts, given);
  return { buffers: facts.buffers, compute: (bars) => compute(columnsAsBars(bars), inputs).map(withNulls) };
}

function createCustom(path: string, given: readonly GivenInput[]): Indicator {
  const found = Object.hasOwn(custom, path) ? custom[path] : undefined;
  if (found === undefined) {
    throw failed(`there is no custom indicator ${path}; there is ${Object.keys(custom).join(', ')}`);
  }
  if (given.length > 0) throw failed(`${path} takes no inputs, got ${given.length}`);
  return {
    buffers: Array.from({ length: found.buffers }, (_, i) => `${i}`),
    compute: (bars) => found.compute(columnsAsBars(bars), {} as Inputs).map(withNulls),
  };
}

function readInputs(type: string, { inputs }: IndicatorFacts, given: readonly GivenInput[]): Inputs {
  if (given.length !== inputs.length) {
    const wanted = inputs.map(({ name }) => name).join(', ') || 'no inputs';
    throw failed(`${type} takes ${wanted}: ${inputs.length}, got ${given.length}`);
  }
  return Object.fromEntries(inputs.map((input, i) => [input.name, readInput(input, given[i] ?? {})])) as Inputs;
}

/** @throws Mt5Error INDICATOR_FAILED */
function readInput({ name, type, of }: IndicatorInput, given: GivenInput): number {
  const value = type === 'int' ? given.integer : (given.real ?? given.integer);
  if (value === undefined) throw failed(`${name} is ${type === 'int' ? 'a whole' : 'a'} number`);
  if (of !== undefined && of.nameOf(value) === undefined) throw failed(`${name}: ${of.mql5} has no ${value}`);
  if (of === undefined && value <= 0 && !name.endsWith('shift')) throw failed(`${name} is larger than 0, got ${value}`);
  return value;
}

const failed = (problem: string): Mt5Error => new Mt5Error('INDICATOR_FAILED', problem);

const withNulls = (values: Series): (number | null)[] => values.map((value) => (Number.isFinite(value) ? value : null));
