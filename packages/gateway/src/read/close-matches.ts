import type { SymbolBrief } from '@mt5-bridge/protocol';
import leven from 'leven';

const MOST = 5;
/** Shorter words are part of too many names. */
const SHORTEST_PART = 3;

/** How a symbol resembles a name: lower is nearer; the second number orders symbols of one kind. */
type Nearness = readonly [kind: 0 | 1 | 2 | 3, within: number];

/**
 * Symbols that a name which the broker does not have may mean, nearest first: the same in another case or with other
 * separators; with a broker's prefix or suffix more or less (EURUSD, EURUSD.m, EURUSDm, #EURUSD); misspelt; named so in
 * the description. Of equally near ones those in Market Watch come first.
 */
export function closeMatches(
  name: string,
  symbols: readonly Pick<SymbolBrief, 'name' | 'description' | 'select'>[],
): string[] {
  const wanted = forms(name);
  const found = symbols.flatMap((symbol) => {
    const nearness = nearnessOf(wanted, symbol);
    return nearness === undefined ? [] : [{ ...symbol, nearness }];
  });
  found.sort(
    (a, b) =>
      a.nearness[0] - b.nearness[0] ||
      a.nearness[1] - b.nearness[1] ||
      Number(b.select) - Number(a.select) ||
      a.name.length - b.name.length,
  );
  return found.slice(0, MOST).map((symbol) => symbol.name);
}

interface Forms {
  /** Letters and digits alone, in lower case. */
  readonly plain: string;
  /** Of these only what stands before the first separator: a name without its broker's suffix. */
  readonly stem: string;
  readonly words: readonly string[];
}

function forms(name: string): Forms {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return { plain: words.join(''), stem: words[0] ?? '', words };
}

function nearnessOf(wanted: Forms, symbol: { name: string; description: string }): Nearness | undefined {
  const { plain, stem } = forms(symbol.name);
  if (wanted.plain === '') return undefined;
  if (plain === wanted.plain) return [0, 0];
  const distance = leven(plain, wanted.plain);
  const hasSameStem = isLong(stem) && stem === wanted.stem;
  if (hasSameStem || isPart(wanted.plain, plain) || isPart(plain, wanted.plain)) return [1, distance];
  if (distance <= mostMistakes(wanted.plain)) return [2, distance];
  const words = wanted.words.filter(isLong);
  const description = symbol.description.toLowerCase();
  return words.length > 0 && words.every((word) => description.includes(word)) ? [3, 0] : undefined;
}

const isLong = (text: string): boolean => text.length >= SHORTEST_PART;
const isPart = (part: string, whole: string): boolean => isLong(part) && whole.includes(part);

/** One in a name of up to five characters, two in EURUSD, three in nine. */
function mostMistakes(name: string): number {
  return Math.max(1, Math.floor(name.length / 3));
}
