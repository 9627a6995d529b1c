import fc from 'fast-check';
import { parse, stringify, type TomlTable } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { positionAt, type TomlPath, TomlPositions } from './toml-positions.ts';

const placeOf = (text: string, path: TomlPath) => positionAt(text, new TomlPositions(text).offsetOf(path));

/** Every key and list entry of a value, with its path. */
function* pathsIn(value: unknown, path: TomlPath = []): Generator<TomlPath> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [index, entry] of value.entries()) yield* pathsIn(entry, [...path, index]);
  else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [name, child] of Object.entries(value)) yield* pathsIn(child, [...path, name]);
  }
}

describe('TomlPositions', () => {
  const text = [
    '\uFEFF# mt5.login = 1 is only a comment',
    'title = "a # b [not] = \\" c" # d',
    "  'quoted \"name\"' = '''",
    "[fake]\nkey = 1''''' # two quotes belong to the text",
    '"\\u0061lpha" . beta.gamma = { one = 1, "two" = [ 1,',
    '  { deep = 1979-05-27 07:32:00 }, # }',
    '] }',
    '[ section . "sub section" ]',
    'empty = ""',
    'long = """ "quoted" \\""" still""""',
    'numbers = [0x1F, +inf, -1_000.5e3, true]\r',
    '[[list]]',
    'a = 1',
    '[[list]]',
    'a = 2',
    '[list.inner]',
    'b = 3',
  ].join('\n');

  it.each<[TomlPath, string]>([
    [['title'], 'title'],
    [['quoted "name"'], "'quoted"],
    [['alpha'], '"\\u0061lpha"'],
    [['alpha', 'beta'], 'beta'],
    [['alpha', 'beta', 'gamma', 'one'], 'one'],
    [['alpha', 'beta', 'gamma', 'two', 0], '1,\n'],
    [['alpha', 'beta', 'gamma', 'two', 1, 'deep'], 'deep'],
    [['section'], 'section'],
    [['section', 'sub section'], '"sub section"'],
    [['section', 'sub section', 'long'], 'long ='],
    [['section', 'sub section', 'numbers', 3], 'true'],
    [['list', 0, 'a'], 'a = 1'],
    [['list', 1, 'a'], 'a = 2'],
    [['list', 1, 'inner'], 'inner'],
    [['list', 1, 'inner', 'b'], 'b = 3'],
  ])('finds %j', (path, written) => {
    expect(() => parse(text)).not.toThrow();
    expect(new TomlPositions(text).offsetOf(path)).toBe(text.indexOf(written));
  });

  it('places what the text does not name at the key it would be in', () => {
    expect(placeOf('[mt5]\nlogin = 1\n', ['mt5', 'server'])).toEqual({ line: 1, column: 2 });
    expect(placeOf('\n\nlogin = 1\n', ['mt5'])).toEqual({ line: 1, column: 1 });
  });

  it('points at each key of any document', () => {
    const key = fc.oneof(fc.stringMatching(/^[a-z_-]{1,6}$/), fc.string({ minLength: 1, unit: 'grapheme' }));
    const scalar = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true }),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
    );
    const { table } = fc.letrec((tie) => ({
      table: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        tie('table'),
        fc.array(scalar, { maxLength: 3 }),
        fc.array(tie('table'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(table, (value) => {
        const document = stringify(value as TomlTable);
        const positions = new TomlPositions(document);
        for (const path of pathsIn(parse(document))) {
          const name = path.at(-1);
          if (typeof name !== 'string') continue;
          const found = document.slice(positions.offsetOf(path));
          const written =
            found.startsWith('"') || found.startsWith("'")
              ? /^("(?:[^"\\]|\\.)*"|'[^']*')/.exec(found)?.[0]
              : /^[\w-]+/.exec(found)?.[0];
          expect(Object.keys(parse(`${written} = 1`))).toEqual([name]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes an absurdly deep key for the key it is in', () => {
    const document = `${'a.'.repeat(100_000)}a = 1`;
    const started = performance.now();
    expect(
      placeOf(
        document,
        Array.from({ length: 50 }, () => 'a'),
      ),
    ).toEqual({ line: 1, column: 31 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
