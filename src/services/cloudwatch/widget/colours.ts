import type { Colour } from '../../../engine/telemetry/index.ts';
import { invalidWidget } from './fields.ts';

/** Those of lines that name none, in turn. */
const PALETTE = [
  '1f77b4',
  'ff7f0e',
  '2ca02c',
  'd62728',
  '9467bd',
  '8c564b',
  'e377c2',
  '7f7f7f',
  'bcbd22',
  '17becf',
] as const;

/** The colour that is asked for as `#rrggbb` or `#rgb`, or the one of that turn. */
export function colourOf(text: string | undefined, turn: number): Colour {
  const hex = text === undefined ? (PALETTE[turn % PALETTE.length] as string) : text.replace(/^#/, '');
  const full = /^[0-9a-f]{3}$/i.test(hex) ? hex.replaceAll(/./g, '$&$&') : hex;
  if (!/^[0-9a-f]{6}$/i.test(full)) throw invalidWidget(`${text} is no colour such as #1f77b4`);
  const channel = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4)];
}
