import { type Fields, type Scalar, scalarOf } from './fields.ts';
import { isKnownName } from './names.ts';

/** What the forms of text that other receivers made usual say; undefined: it is just words. */
export function fieldsOfText(text: string): Fields | undefined {
  return assignments(text) ?? commas(text) ?? sentence(text);
}

const NAME = /^[A-Za-z_][\w .-]{0,63}$/;

/** `name=value` or `name: value`, one a line or with semicolons or commas between them. */
function assignments(text: string): Fields | undefined {
  const lines = parts(text, '\n');
  const pieces = lines.length > 1 ? lines : parts(text, ';').length > 1 ? parts(text, ';') : parts(text, ',');
  const pairs = pieces.map(assignment);
  if (pairs.length === 0 || !pairs.every((pair) => pair !== undefined)) return undefined;
  // "Note: the trend is your friend" is a sentence.
  const isMeant = pairs.every(({ by }) => by === '=') || pairs.some(({ name }) => isKnownName(name));
  return isMeant ? new Map(pairs.map(({ name, value }) => [name, value])) : undefined;
}

function assignment(piece: string): { name: string; value: Scalar; by: string } | undefined {
  const at = piece.search(/[=:]/);
  const name = piece.slice(0, at).trim();
  if (at < 1 || !NAME.test(name)) return undefined;
  return { name, value: scalarOf(piece.slice(at + 1)), by: piece.charAt(at) };
}

const COMMAND = /^(?:buy|sell|long|short|close|exit|flat|cancel|reverse|newsltp)[a-z_]{0,20}$/i;
/** Words of a sentence begin otherwise. */
const TICKER = /^[A-Z#.][A-Z0-9][\w.:!#&/-]{0,62}$/;
const LICENCE = /^\d{5,20}$/;
const NUMBER = /^[+-]?\d{1,20}(?:\.\d{0,20})?$/;

/** `60123456789,buy,EURUSD,risk=1,sl=20` (PineConnector's) and `EURUSD,buy,1.08`. */
function commas(text: string): Fields | undefined {
  const all = parts(text, ',');
  const [first = ''] = all;
  const [one = '', other = '', ...rest] = LICENCE.test(first) ? all.slice(1) : all;
  const [command, ticker] = COMMAND.test(one) ? [one, other] : [other, one];
  if (!COMMAND.test(command) || !TICKER.test(ticker)) return undefined;
  const fields = new Map<string, Scalar>([
    ['ticker', ticker],
    ['action', command],
  ]);
  const words: string[] = [];
  for (const piece of rest) {
    const pair = assignment(piece);
    if (pair?.by === '=') fields.set(pair.name, pair.value);
    else if (NUMBER.test(piece) && !fields.has('price')) fields.set('price', piece);
    else words.push(piece);
  }
  if (words.length > 0) fields.set('comment', words.join(', '));
  return fields;
}

/** TradingView's own words, where nobody wrote others: of a strategy's order, and of a price alert. */
const ORDER = /\border (buy|sell) @ (\S{1,32}) filled on (\S{1,64})\. New strategy position is (\S{1,32})/;
const PRICE =
  /^(\S{1,64}) (?:Crossing|Greater Than|Less Than|Entering Channel|Exiting Channel|Inside Channel|Outside Channel|Moving Up|Moving Down)\b/;

function sentence(text: string): Fields | undefined {
  const [, action, contracts, ordered, position] = ORDER.exec(text) ?? [];
  if (action !== undefined && contracts !== undefined && ordered !== undefined && position !== undefined) {
    return new Map([
      ['ticker', ordered],
      ['action', action],
      ['contracts', contracts],
      ['position_size', position],
      ['comment', scalarOf(text)],
    ]);
  }
  const ticker = PRICE.exec(text)?.[1];
  return ticker === undefined
    ? undefined
    : new Map([
        ['ticker', ticker],
        ['comment', scalarOf(text)],
      ]);
}

function parts(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
