/** Bars packed for the cache, one after the other: {@link ROW} whole numbers each. */
export class BarRows {
  /** What the offsets count from, ms. */
  readonly base: number;
  readonly cells: Int32Array;

  constructor(base: number, cells: Int32Array) {
    this.base = base;
    this.cells = cells;
  }

  get byteLength(): number {
    return this.cells.byteLength;
  }

  /** Index of the first cell of the first row that opens at or after `minute` minutes from the base. */
  seek(minute: number): number {
    const { cells } = this;
    let low = 0;
    let high = cells.length / ROW;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cells[middle * ROW + MINUTES] as number) < minute) low = middle + 1;
      else high = middle;
    }
    return low * ROW;
  }
}

/** Columns of a row: opening time in minutes from the base, prices in points, number of ticks. */
export const MINUTES = 0;
export const OPEN = 1;
export const HIGH = 2;
export const LOW = 3;
export const CLOSE = 4;
export const TICKS = 5;
/** Where the bar's smallest spread stands in the spread's distribution: 0 to {@link RANKS}. */
export const RANK = 6;
export const ROW = 7;

export const RANKS = 2 ** 31 - 1;

/** No bar has fewer ticks, so each has room for its open, both extremes and its close. */
export const FEWEST_TICKS = 4;
