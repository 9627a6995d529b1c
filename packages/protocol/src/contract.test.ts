import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contract, wireTypes } from './contract.ts';
import { events } from './events/index.ts';
import { operationByNumber, operations } from './ops/index.ts';

/** Every value below `node` that stands under the key `key`. */
function under(key: string, node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...under(key, value)]);
}

describe('the contract', () => {
  const whole = contract();

  it('is what protocol.json holds', () => {
    const script = fileURLToPath(new URL('../scripts/generate.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('numbers the operations from 1 without a gap, by the names of their registry', () => {
    expect(whole.operations.map(({ number }) => number)).toEqual(whole.operations.map((_, i) => i + 1));
    for (const { number, name } of whole.operations) expect(operationByNumber(number)).toBe(name);
    expect(whole.operations.map(({ name }) => name).sort()).toEqual(Object.keys(operations).sort());
    expect([0, whole.operations.length + 1, Number.NaN].map(operationByNumber)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('names each event as its registry does', () => {
    expect(whole.events.map(({ name }) => name)).toEqual(Object.keys(events));
    expect(whole.events.find(({ name }) => name === 'bar')).toMatchObject({
      topic: 'bar.<symbol>.<timeframe>',
      watched: true,
    });
    expect(whole.events.find(({ name }) => name === 'hb')).toMatchObject({ topic: 'hb', watched: false });
  });

  const schemas = [whole.frames, whole.operations, whole.events];

  it('explains every type that its schemas use, and no other', () => {
    // A field may itself be called "type", so that its schema stands there.
    const used = new Set(under('type', schemas).filter((type) => typeof type === 'string'));
    expect([...used].sort()).toEqual(Object.keys(wireTypes).sort());
  });

  it('has every enumeration that a schema names, with a number for each name once', () => {
    const named = under('of', [...schemas, whole.indicators]).filter(
      (of) => typeof of === 'string' && /^[A-Z_]+$/.test(of),
    );
    const known = whole.enumerations.map(({ mql5 }) => mql5);
    expect(known).toEqual([...new Set(named)].sort());
    for (const { numbers } of whole.enumerations) {
      expect(new Set(Object.values(numbers)).size).toBe(Object.keys(numbers).length);
    }
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  });
});
