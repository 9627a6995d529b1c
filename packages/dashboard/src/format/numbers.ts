// Figures as people read them: one notation everywhere, so that prices, money and the texts of the server agree.

const MINUS = '−';
const NONE = '–';

const plain = (value: number, digits: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(value),
  );

/** Whether it would be written as nothing but zeros. */
const isZero = (value: number, digits: number): boolean => Math.abs(value) < 0.5 / 10 ** digits;

/** "−1,234.50"; a dash for what is not known. */
export function number(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return `${value < 0 && !isZero(value, digits) ? MINUS : ''}${plain(value, digits)}`;
}

/** "+12.30", "−3.00", "0.00". */
export function signed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  if (isZero(value, digits)) return plain(0, digits);
  return `${value < 0 ? MINUS : '+'}${plain(value, digits)}`;
}

/** As many decimals as it has, up to `most`: limits, lots. */
export function short(value: number | null | undefined, most = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const digits = new Intl.NumberFormat('en-US', { maximumFractionDigits: most }).format(Math.abs(value));
  return `${value < 0 && !isZero(value, most) ? MINUS : ''}${digits}`;
}

/** Lots: two decimals at least. */
export function lots(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 8 }).format(value);
}

/** A price in the symbol's digits, without grouping, as terminals show it. */
export function price(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return value.toFixed(digits);
}

export type Tone = 'up' | 'down' | 'flat';

export function toneOf(value: number | null | undefined, digits = 2): Tone {
  if (value === null || value === undefined || isZero(value, digits)) return 'flat';
  return value > 0 ? 'up' : 'down';
}

/** Points between two prices, towards `to`: whole numbers, since a point is the last digit. */
export function pointsBetween(from: number, to: number, digits: number): number {
  return Math.round((to - from) * 10 ** digits);
}

/** Share of a whole within 0..1. */
export function share(part: number, whole: number): number {
  if (!(whole > 0)) return part > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, part / whole));
}
