import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphs } from './glyphs.ts';

/** Red, green and blue, 0 to 255. */
export type Color = readonly [number, number, number];

/** Pixels of a glyph's dot. */
const DOT = 2;
export const TEXT_HEIGHT = GLYPH_HEIGHT * DOT;
const ADVANCE = (GLYPH_WIDTH + 1) * DOT;

/** Pixels, drawn over one another; what lies beside the canvas is not drawn. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, background: Color) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    this.fill(0, 0, width, height, background);
  }

  fill(x: number, y: number, width: number, height: number, color: Color): void {
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(this.width, Math.round(x + width))];
    const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(this.height, Math.round(y + height))];
    const row = new Uint8Array(Math.max(0, right - left) * 3);
    for (let i = 0; i < row.length; i += 3) row.set(color, i);
    for (let at = top; at < bottom; at++) this.pixels.set(row, (at * this.width + left) * 3);
  }

  /** Capital letters, digits and the signs of dates and prices; its upper left corner is at x, y. */
  text(x: number, y: number, text: string, color: Color): void {
    for (const [i, letter] of [...text.toUpperCase()].entries()) {
      for (const [row, dots] of [...(glyphs[letter] ?? '')].entries()) {
        for (let column = 0; column < GLYPH_WIDTH; column++) {
          const set = (Number(dots) >> (GLYPH_WIDTH - 1 - column)) & 1;
          if (set === 1) this.fill(x + i * ADVANCE + column * DOT, y + row * DOT, DOT, DOT, color);
        }
      }
    }
  }
}

export const textWidth = (text: string): number => text.length * ADVANCE - DOT;
