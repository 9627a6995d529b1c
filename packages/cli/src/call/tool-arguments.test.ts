import { describe, expect, it } from 'vitest';
import { coerced, toolArguments } from './tool-arguments.ts';

const schema = {
  type: 'object',
  properties: {
    symbol: { type: 'string' },
    count: { type: 'integer' },
    volume: { type: 'number' },
    selected: { type: 'boolean' },
    symbols: { type: 'array', items: { type: 'string' } },
    tickets: { type: 'array', items: { type: 'integer' } },
    ticket: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    price: { anyOf: [{ type: 'number' }, { type: 'null' }] },
  },
};

describe('tool arguments', () => {
  it('become what the schema asks for', () => {
    const words = [
      'symbol=EURUSD',
      'count=5',
      'volume=0.10',
      'selected=false',
      'symbols=EURUSD, XAUUSD',
      'tickets=1,2',
    ];
    expect(toolArguments(words, {}, schema)).toEqual({
      symbol: 'EURUSD',
      count: 5,
      volume: 0.1,
      selected: false,
      symbols: ['EURUSD', 'XAUUSD'],
      tickets: [1, 2],
    });
  });

  it('keep text where the schema wants text, and equals signs in a value', () => {
    expect(toolArguments(['symbol=123'], {}, schema)).toEqual({ symbol: '123' });
    expect(toolArguments(['symbol=a=b'], {}, schema)).toEqual({ symbol: 'a=b' });
  });

  it('keep every digit of a ticket above 2^53', () => {
    expect(toolArguments(['ticket=9007199254740993'], {}, schema)).toEqual({ ticket: '9007199254740993' });
    expect(toolArguments(['ticket=42'], {}, schema)).toEqual({ ticket: 42 });
  });

  it('stay text when they can not be what is asked for, for the tool to refuse', () => {
    expect(toolArguments(['count=many'], {}, schema)).toEqual({ count: 'many' });
    expect(coerced('0x10', { type: 'integer' })).toBe('0x10');
    expect(coerced('', { type: 'number' })).toBe('');
  });

  it('take null and JSON', () => {
    expect(toolArguments(['price=null', 'symbols=["A","B"]'], {}, schema)).toEqual({
      price: null,
      symbols: ['A', 'B'],
    });
    expect(coerced('{"a":1}', { type: 'object' })).toEqual({ a: 1 });
    expect(coerced('{a', { type: 'object' })).toBe('{a');
  });

  it('win over the JSON object', () => {
    expect(toolArguments(['count=2'], { count: 1, symbol: 'XAUUSD' }, schema)).toEqual({ count: 2, symbol: 'XAUUSD' });
  });

  it('pass what the schema does not know, for the tool to refuse', () => {
    expect(toolArguments(['symbl=EURUSD'], {}, schema)).toEqual({ symbl: 'EURUSD' });
  });

  it.each([[['EURUSD']], [['=EURUSD']], [['count=1', 'count=2']]])('refuse %j', (words) => {
    expect(() => toolArguments(words, {}, schema)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
