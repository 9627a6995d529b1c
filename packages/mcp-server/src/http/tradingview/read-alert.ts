import type { AlertContent } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { type Fields, fieldsOfJson, MOST_FIELDS, type Scalar, scalarOf } from './fields.ts';
import { DECIMAL } from './lenient-json.ts';
import { isKnownName, type Meaning, NAMES, plainName } from './names.ts';
import { fieldsOfText } from './text-forms.ts';
import { timeOf } from './times.ts';

/** What the body says; which of the broker's symbols it means is not its to say. */
export type ReadAlert = Omit<AlertContent, 'symbol'>;

/**
 * An alert out of any bytes: JSON, what was meant to be JSON, usual forms of text, or words. What is not understood stays
 * in `fields`, and mere words are its comment. @throws Mt5Error BODY_UNREADABLE where there is nothing
 */
export function readAlert(bytes: Uint8Array): ReadAlert {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') throw new Mt5Error('BODY_UNREADABLE', 'The alert has no message.');
  const fields = fieldsOfJson(text) ?? fieldsOfText(text) ?? new Map([['comment', scalarOf(text)]]);
  return { ...contentOf(fields), text };
}

function contentOf(fields: Fields): Omit<ReadAlert, 'text'> {
  const said = new Said(fields);
  return {
    ticker: tickerOf(said.take('ticker', shortText), said.take('exchange', shortText)),
    market_position:
      said.take('market_position', (text) => POSITIONS.get(plainName(text))) ??
      positionOf(said.look('position_size', numberOf)) ??
      said.look('action', (text) => (EXITS.has(plainName(text)) ? 'flat' : undefined)),
    action: said.take('action', (text) => PLAIN_ACTIONS.get(text.toLowerCase())) ?? said.look('action', actionOf),
    order_id: said.take('order_id', shortText),
    price: said.take('price', numberOf),
    contracts: said.take('contracts', numberOf),
    interval: said.take('interval', shortText),
    comment: said.take('comment', (text) => text),
    fired_at: said.take('fired_at', timeOf),
    bar_time: said.take('bar_time', timeOf),
    fields: said.rest(),
  };
}

/** The fields of one alert, each of which means one thing at most. */
class Said {
  readonly #fields: Map<string, Scalar>;

  constructor(fields: Fields) {
    this.#fields = new Map([...fields].slice(0, MOST_FIELDS));
  }

  /** The first of a meaning that is understood; it is none of the rest then. */
  take<T>(meaning: Meaning, understand: (text: string) => T | undefined): T | null {
    const found = this.#find(meaning, understand);
    if (found === undefined) return null;
    this.#fields.delete(found.name);
    return found.value;
  }

  /** The same, for what says more than that. */
  look<T>(meaning: Meaning, understand: (text: string) => T | undefined): T | null {
    return this.#find(meaning, understand)?.value ?? null;
  }

  rest(): AlertContent['fields'] {
    const left = [...this.#fields].filter(([name, value]) => value !== null || !isKnownName(name));
    return Object.fromEntries(left.map(([name, value]) => [name, SERIES.test(name) ? asNumber(value) : value]));
  }

  #find<T>(meaning: Meaning, understand: (text: string) => T | undefined): { name: string; value: T } | undefined {
    for (const wanted of NAMES[meaning]) {
      for (const [name, value] of this.#fields) {
        if (plainName(name) !== wanted || value === null || typeof value === 'boolean') continue;
        const understood = understand(`${value}`);
        if (understood !== undefined) return { name, value: understood };
      }
    }
    return undefined;
  }
}

/** Longest text that can be a name, an id or an interval. */
const LONGEST_SHORT = 128;
const LONGEST_NUMBER = 40;

const shortText = (text: string): string | undefined => (text.length <= LONGEST_SHORT ? text : undefined);

function numberOf(text: string): number | undefined {
  if (text.length > LONGEST_NUMBER || !DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Placeholders of numbers that keep their own names. */
const SERIES = /^(?:open|high|low|close|volume|plot_?\d{1,2}|(?:prev_)?(?:market_)?position_size)$/i;

const asNumber = (value: Scalar): Scalar => (typeof value === 'string' ? (numberOf(value) ?? value) : value);

const tickerOf = (ticker: string | null, exchange: string | null): string | null =>
  ticker === null || exchange === null || ticker.includes(':') ? ticker : `${exchange}:${ticker}`;

const PLAIN_ACTIONS = new Map<string, 'buy' | 'sell'>([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);

/** Of words that say more, as `buylimit` does. */
const MORE_ACTIONS = new Map<string, 'buy' | 'sell'>([
  ...['long', 'buystop', 'buylimit', 'buymarket', 'enterlong', 'longentry'].map((name) => [name, 'buy'] as const),
  ...['short', 'sellstop', 'selllimit', 'sellmarket', 'entershort', 'shortentry'].map(
    (name) => [name, 'sell'] as const,
  ),
]);

const actionOf = (text: string): 'buy' | 'sell' | undefined => MORE_ACTIONS.get(plainName(text));

const EXITS = new Set(['exit', 'close', 'flat', 'exitall', 'closeall', 'closeposition']);

const POSITIONS = new Map<string, 'long' | 'short' | 'flat'>([
  ['long', 'long'],
  ['bullish', 'long'],
  ['short', 'short'],
  ['bearish', 'short'],
  ['flat', 'flat'],
]);

function positionOf(size: number | null): AlertContent['market_position'] {
  if (size === null) return null;
  return size === 0 ? 'flat' : size > 0 ? 'long' : 'short';
}
