import { type IndicatorInput, type IndicatorType, indicators, Mt5Error, type Params } from '@mt5-bridge/protocol';

export type BuiltIn = Exclude<IndicatorType, 'custom'>;
type WireInput = Params<'indicator'>['inputs'][number];
type Given = Readonly<Record<string, number | string>>;

/** The inputs of a built-in indicator: those that were named, the others as the terminal proposes them. */
export interface NamedInputs {
  readonly wire: WireInput[];
  /** Every one by its name, with the words that people use. */
  readonly shown: Record<string, number | string>;
}

/** @throws Mt5Error INDICATOR_FAILED, with what the indicator takes */
export function namedInputs(type: BuiltIn, given: Given): NamedInputs {
  const { inputs } = indicators[type];
  const stranger = Object.keys(given).find((name) => inputs.every((input) => input.name !== name));
  if (stranger !== undefined) throw refused(type, stranger);
  const read = inputs.map((input) => ({ input, value: inputValue(type, input, given[input.name]) }));
  return {
    wire: read.map(({ input, value }) => (input.type === 'int' ? { integer: value } : { real: value })),
    shown: Object.fromEntries(read.map(({ input, value }) => [input.name, input.of?.nameOf(value) ?? value])),
  };
}

/** Inputs of a custom indicator, in its own order: whole numbers and others are told apart by their value. */
export const customInputs = (given: readonly (number | string | boolean)[]): WireInput[] =>
  given.map((value) => {
    if (typeof value === 'string') return { text: value };
    if (typeof value === 'boolean') return { integer: Number(value) };
    return Number.isSafeInteger(value) ? { integer: value } : { real: value };
  });

function inputValue(
  type: BuiltIn,
  { name, of, default: proposed, ...input }: IndicatorInput,
  given: number | string | undefined,
): number {
  if (given === undefined) return proposed;
  const word = String(given).trim().toLowerCase();
  if (of !== undefined && Object.hasOwn(of.numbers, word)) return of.numbers[word] ?? proposed;
  const value = Number(given);
  const isKnown = of === undefined || of.nameOf(value) !== undefined;
  if (isKnown && word !== '' && (input.type === 'int' ? Number.isSafeInteger(value) : Number.isFinite(value)))
    return value;
  throw refused(type, name);
}

function refused(type: BuiltIn, argument: string): Mt5Error {
  const takes = indicators[type].inputs.map(({ name, of, default: proposed }) =>
    of === undefined ? `${name} (${proposed})` : `${name} (${of.nameOf(proposed)}; ${of.names.join(', ')})`,
  );
  return new Mt5Error('INDICATOR_FAILED', `inputs.${argument}: ${type} takes ${takes.join(', ') || 'no inputs'}.`, {
    details: { argument: `inputs.${argument}` },
  });
}
