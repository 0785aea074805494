import { type Typeface, typeface } from './typeface.ts';

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A place; pixels have their middles at halves. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A picture of pixels to draw on; what lies outside is not drawn. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row from the top. */
  readonly rgb: Uint8Array;
  readonly #typeface: Typeface = typeface();

  constructor(width: number, height: number, [red, green, blue]: Colour) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3);
    for (let at = 0; at < this.rgb.length; at += 3) {
      this.rgb[at] = red;
      this.rgb[at + 1] = green;
      this.rgb[at + 2] = blue;
    }
  }

  /** @param alpha 0 leaves all as it is, 1 covers it */
  rectangle(left: number, top: number, right: number, bottom: number, colour: Colour, alpha = 1): void {
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.height, bottom); y++) {
      const rows = Math.min(y + 1, bottom) - Math.max(y, top);
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(this.width, right); x++) {
        const columns = Math.min(x + 1, right) - Math.max(x, left);
        this.#blend(x, y, colour, alpha * rows * columns);
      }
    }
  }

  /** A straight line with round ends. @param thickness pixels */
  line(from: Spot, to: Spot, colour: Colour, thickness = 1): void {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    const reach = thickness / 2 + 1;
    const steep = Math.abs(dy) > Math.abs(dx);
    // Along the longer way, and across it as far as the line reaches.
    const [start, end] = steep ? [from.y, to.y] : [from.x, to.x];
    const across = length === 0 ? reach : (reach * length) / Math.max(Math.abs(dx), Math.abs(dy));
    for (
      let along = Math.floor(Math.min(start, end) - reach);
      along <= Math.max(start, end) + reach;
      along++
    ) {
      const share = start === end ? 0 : Math.min(1, Math.max(0, (along + 0.5 - start) / (end - start)));
      const middle = steep ? from.x + share * dx : from.y + share * dy;
      for (let side = Math.floor(middle - across); side <= middle + across; side++) {
        const [x, y] = steep ? [side, along] : [along, side];
        const distance = distanceTo({ x: x + 0.5, y: y + 0.5 }, from, dx, dy, length);
        this.#blend(x, y, colour, Math.min(1, Math.max(0, thickness / 2 + 0.5 - distance)));
      }
    }
  }

  /** A line of dashes. */
  dashes(from: Spot, to: Spot, colour: Colour, dash = 6, gap = 4): void {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const at = (distance: number): Spot => ({
      x: from.x + ((to.x - from.x) * distance) / length,
      y: from.y + ((to.y - from.y) * distance) / length,
    });
    for (let start = 0; start < length; start += dash + gap) {
      this.line(at(start), at(Math.min(length, start + dash)), colour);
    }
  }

  /**
   * Writes a line of text.
   * @param y the line of writing
   * @param align where `x` is
   */
  text(
    x: number,
    y: number,
    text: string,
    colour: Colour,
    align: 'left' | 'middle' | 'right' = 'left',
  ): void {
    const width = this.textWidth(text);
    let pen = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    for (const glyph of this.#typeface.glyphs(text)) {
      const left = Math.round(pen) + glyph.left;
      const top = Math.round(y) - this.#typeface.ascent + glyph.top;
      for (const [index, coverage] of glyph.coverage.entries()) {
        const column = index % glyph.width;
        this.#blend(left + column, top + (index - column) / glyph.width, colour, coverage);
      }
      pen += glyph.advance;
    }
  }

  /** Pixels a text takes. */
  textWidth(text: string): number {
    return this.#typeface.glyphs(text).reduce((width, { advance }) => width + advance, 0);
  }

  #blend(x: number, y: number, colour: Colour, alpha: number): void {
    if (alpha <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 3;
    for (let channel = 0; channel < 3; channel++) {
      const below = this.rgb[at + channel] as number;
      this.rgb[at + channel] = Math.round(below + ((colour[channel] as number) - below) * alpha);
    }
  }
}

function distanceTo(spot: Spot, from: Spot, dx: number, dy: number, length: number): number {
  const [px, py] = [spot.x - from.x, spot.y - from.y];
  if (length === 0) return Math.hypot(px, py);
  const share = Math.min(1, Math.max(0, (px * dx + py * dy) / (length * length)));
  return Math.hypot(px - share * dx, py - share * dy);
}
