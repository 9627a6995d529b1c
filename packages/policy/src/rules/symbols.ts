import { type Rule, refuse } from './rule.ts';

/** Spelling by case does not get round it. */
export const denylist: Rule = ({ symbol }, { rules: { symbols } }) => {
  const entry = symbols.denylist.find((name) => name.toLowerCase() === symbol?.toLowerCase());
  if (symbol === undefined || entry === undefined) return undefined;
  return refuse({
    code: 'SYMBOL_DENIED',
    limit: 'symbols.denylist',
    configured: symbols.denylist,
    attempted: symbol,
    message: `${symbol} is on the symbols denylist.`,
  });
};

/** As the broker spells it. */
export const allowlist: Rule = ({ symbol }, { rules: { symbols } }) => {
  if (symbol === undefined || symbols.allowlist.length === 0 || symbols.allowlist.includes(symbol)) return undefined;
  return refuse({
    code: 'SYMBOL_NOT_ALLOWED',
    limit: 'symbols.allowlist',
    configured: symbols.allowlist,
    attempted: symbol,
    message: `${symbol} is not on the symbols allowlist, which has ${symbols.allowlist.join(', ')}.`,
  });
};
