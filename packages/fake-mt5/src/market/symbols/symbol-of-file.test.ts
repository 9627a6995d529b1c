import { describe, expect, it } from 'vitest';
import { MarketFileError } from '../market-file-error.ts';
import { knownSymbols } from './known-symbols.ts';
import { symbolOfFile } from './symbol-of-file.ts';

const seen = (symbol: string, digits = 5, price = 1.1) => ({ file: `${symbol}_x.csv`, symbol, digits, price });

describe('symbolOfFile', () => {
  it('knows the symbols of the broker', () => {
    for (const [name, spec] of knownSymbols) expect(symbolOfFile(seen(name, 1))).toEqual(spec);
  });

  it.each(['EURUSD.r', 'EURUSDm', 'EURUSD-pro', 'EURUSD#'])('knows %s by the name before its suffix', (name) => {
    const { info, sessions } = symbolOfFile(seen(name));
    expect(info).toMatchObject({
      name,
      path: `Forex\\Majors\\${name}`,
      currency_base: 'EUR',
      trade_contract_size: 100_000,
    });
    expect(sessions).toBe(knownSymbols.get('EURUSD')?.sessions);
  });

  it('takes finer prices as finer points', () => {
    const spec = symbolOfFile(seen('XAUUSD', 3, 1_969));
    expect(spec.info).toMatchObject({ digits: 3, point: 0.001, trade_tick_size: 0.001, trade_stops_level: 200 });
    expect(spec.typical_spread).toBe(180);
  });

  it('makes a currency pair of two currencies', () => {
    expect(symbolOfFile(seen('AUDNZD')).info).toMatchObject({
      currency_base: 'AUD',
      currency_profit: 'NZD',
      currency_margin: 'AUD',
      trade_calc_mode: 'forex',
      trade_contract_size: 100_000,
      digits: 5,
      point: 0.00001,
    });
    expect(symbolOfFile(seen('USDCNH.m')).info).toMatchObject({ name: 'USDCNH.m', currency_profit: 'CNH' });
  });

  it('makes a metal or a contract for difference of a name that ends in a currency', () => {
    expect(symbolOfFile(seen('XAGUSD', 3, 24)).info).toMatchObject({
      trade_contract_size: 5_000,
      currency_base: 'XAG',
    });
    const ether = symbolOfFile(seen('ETHUSD', 2, 1_700));
    expect(ether.info).toMatchObject({
      trade_contract_size: 1,
      currency_base: 'ETH',
      currency_profit: 'USD',
      digits: 2,
    });
    expect(ether.typical_spread).toBe(51);
  });

  it.each(['US500', 'data', 'AAPL', 'usd'])('refuses %s, which tells no currency', (name) => {
    expect(() => symbolOfFile(seen(name))).toThrow(MarketFileError);
    expect(() => symbolOfFile(seen(name))).toThrow(`${name}_x.csv: ${name} is no known symbol`);
  });
});
