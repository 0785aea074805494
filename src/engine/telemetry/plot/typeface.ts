import { ASCENT, FIRST_GLYPH, GLYPHS } from './glyphs.ts';

/** One character as it is drawn. */
export interface Glyph {
  /** Pixels to the next one. */
  readonly advance: number;
  readonly width: number;
  readonly left: number;
  readonly top: number;
  /** 0 to 1 for each pixel, row by row. */
  readonly coverage: readonly number[];
}

/** Characters to write with. */
export interface Typeface {
  readonly ascent: number;
  /** What a text is drawn with; characters without a glyph are drawn as `?`. */
  glyphs(text: string): readonly Glyph[];
}

/** Reads the typeface; takes some microseconds. */
export function typeface(): Typeface {
  const bytes = Buffer.from(GLYPHS, 'base64');
  const known: Glyph[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [advance, width, height] = [
      bytes.readUInt16LE(at) / 16,
      bytes[at + 2] as number,
      bytes[at + 3] as number,
    ];
    const [left, top] = [(bytes[at + 4] as number) - 128, bytes[at + 5] as number];
    const pixels = bytes.subarray(at + 6, at + 6 + Math.ceil((width * height) / 2));
    const coverage = [...pixels]
      .flatMap((pair) => [(pair >> 4) / 15, (pair & 15) / 15])
      .slice(0, width * height);
    known.push({ advance, width, left, top, coverage });
    at += 6 + pixels.length;
  }
  const glyphOf = (character: string): Glyph =>
    known[(character.codePointAt(0) as number) - FIRST_GLYPH] ?? (known[63 - FIRST_GLYPH] as Glyph);
  return { ascent: ASCENT, glyphs: (text) => Array.from(text, glyphOf) };
}
