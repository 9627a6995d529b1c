import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as enums from './enums/index.ts';
import { retcodes, runtimeErrors } from './errors/index.ts';
import { recordLayouts } from './wire/packed.ts';

/** Facts of the official MQL5 reference; they lie beside a checkout, not in it. */
interface Reference {
  readonly constants: Readonly<Record<string, number | null>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly structs: Readonly<Record<string, readonly { readonly type: string; readonly name: string }[]>>;
}

const file = new URL('../../../../shared/mql5/api.json', import.meta.url);
const isHere = existsSync(file);
const title = isHere ? 'the MQL5 reference' : 'the MQL5 reference (skipped: ../shared/mql5/api.json is not there)';

/** Constants whose name starts so, without that start. */
function constantsOf(reference: Reference, prefix: string): Record<string, number | null> {
  const ours = Object.entries(reference.constants).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(ours.map(([name, number]) => [name.slice(prefix.length), number]));
}

describe.skipIf(!isHere)(title, () => {
  const reference = isHere ? (JSON.parse(readFileSync(file, 'utf8')) as Reference) : ({} as Reference);

  it('has exactly our return codes', () => {
    const documented = constantsOf(reference, 'TRADE_RETCODE_');
    expect(Object.fromEntries(retcodes.map(({ name, number }) => [name, number]))).toEqual(documented);
  });

  it('has our runtime errors under the same numbers', () => {
    const documented = constantsOf(reference, 'ERR_');
    for (const { name, number } of runtimeErrors) expect([name, documented[name.slice(4)]]).toEqual([name, number]);
  });

  it('has no market, history, account, trade or book error that we lack', () => {
    const known = new Set(runtimeErrors.map(({ number }) => number));
    const families = [43, 44, 47, 49];
    const missing = Object.entries(constantsOf(reference, 'ERR_')).filter(
      ([, number]) => number !== null && families.includes(Math.floor(number / 100)) && !known.has(number),
    );
    expect(missing).toEqual([]);
  });

  /** Sets of flags that MQL5 has as single constants, not as an enumeration. */
  const constantPrefixes: Readonly<Record<string, string>> = {
    SYMBOL_FILLING_MODE: 'SYMBOL_FILLING_',
    SYMBOL_EXPIRATION_MODE: 'SYMBOL_EXPIRATION_',
    SYMBOL_ORDER_MODE: 'SYMBOL_ORDER_',
    TICK_FLAG: 'TICK_FLAG_',
  };
  // The reference numbers COPY_TICKS only as the matrix methods use it; CopyTicks itself takes ALL as -1.
  const enumerations = Object.values(enums)
    .filter((one) => typeof one === 'object')
    .filter((one) => one !== enums.copyTicks);
  /** Names that the reference has without a number: the wire has its own. */
  const unnumbered = new Set(['exch_futures_forts', 'currency_profit']);
  it.each(enumerations)('has every name and number of $mql5', ({ mql5, numbers }) => {
    const prefix = constantPrefixes[mql5];
    const documented = prefix === undefined ? reference.enums[mql5] : constantsOf(reference, prefix);
    const members = Object.entries(documented ?? {});
    for (const [name, number] of Object.entries(numbers)) {
      const end = name.toUpperCase();
      const same = members.filter(([member]) => `_${member}`.endsWith(`_${end}`) || member === end.replace('_', ''));
      expect(same.map(([, value]) => value)).toContain(unnumbered.has(name) ? null : number);
    }
  });
  it.each(enumerations)('has no number in $mql5 that we lack', ({ mql5, numbers }) => {
    const documented = Object.entries(reference.enums[mql5] ?? {});
    const ours = Object.values<number>(numbers);
    const missing = documented.filter(([, value]) => value !== null && !ours.includes(value));
    expect(missing).toEqual(mql5 === 'ENUM_TIMEFRAMES' ? [['PERIOD_CURRENT', 0]] : []);
  });

  const cellTypes: Readonly<Record<string, string>> = {
    datetime: 'i64',
    long: 'i64',
    ulong: 'u64',
    double: 'f64',
    int: 'i32',
    uint: 'u32',
  };
  it.each(Object.values(recordLayouts))('has the fields of $mql5 in our order', ({ mql5, types }) => {
    const declared = reference.structs[mql5] ?? [];
    expect(Object.entries(types)).toEqual(declared.map(({ name, type }) => [name, cellTypes[type]]));
  });
});
