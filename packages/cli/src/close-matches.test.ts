import { describe, expect, it } from 'vitest';
import { closeMatches } from './close-matches.ts';

const tools = ['get_quote', 'get_quotes', 'get_rates', 'get_account_info', 'ping'];

describe('close matches', () => {
  it.each([
    ['get_qoute', ['get_quote', 'get_quotes']],
    ['GET_RATES', ['get_rates', 'get_quotes']],
    ['account', ['get_account_info']],
    ['pnig', ['ping']],
    ['place_the_order_now', []],
  ])('%s', (word, expected) => {
    const found = closeMatches(word, tools);
    expect(found.slice(0, expected.length)).toEqual(expected);
    if (expected.length === 0) expect(found).toEqual([]);
  });
});
