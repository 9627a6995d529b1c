import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeframe } from '../enums/index.ts';
import { barTopic, bookTopic, parseTopic, plainTopics, tickTopic } from './index.ts';

/** Names as brokers make them, dots, hashes and timeframes inside them included. */
const symbol = fc.oneof(
  fc.constantFrom('EURUSD.m', '.US500', 'BRK.B', 'X.M1', 'a..b', 'tick.EURUSD', 'hb', 'GOLD.', '#AAPL.H1.x'),
  fc.string({ minLength: 1, maxLength: 20 }),
);

describe('topics', () => {
  it('of a symbol are parsed as they were made, whatever the name holds', () => {
    fc.assert(
      fc.property(symbol, fc.constantFrom(...timeframe.names), (name, tf) => {
        expect(parseTopic(tickTopic(name))).toEqual({ kind: 'tick', symbol: name });
        expect(parseTopic(bookTopic(name))).toEqual({ kind: 'book', symbol: name });
        expect(parseTopic(barTopic(name, tf))).toEqual({ kind: 'bar', symbol: name, timeframe: tf });
      }),
    );
  });

  it.each(plainTopics)('%s stands alone', (topic) => {
    expect(parseTopic(topic)).toEqual({ kind: topic });
    expect(parseTopic(`${topic}.EURUSD`)).toBeUndefined();
  });

  it.each([
    '',
    '.',
    'tick',
    'tick.',
    'book.',
    'bar.EURUSD',
    'bar.EURUSD.',
    'bar..M1',
    'bar.EURUSD.M7',
    'bar.M1',
    'x.EURUSD',
    'HB',
  ])('%j is none of ours', (topic) => expect(parseTopic(topic)).toBeUndefined());
});
