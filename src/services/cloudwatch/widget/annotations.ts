import type { ChartMark, ChartSpec } from '../../../engine/telemetry/index.ts';
import { colourOf } from './colours.ts';
import { Fields, invalidWidget, type Json } from './fields.ts';

type Shades = Readonly<Record<string, ChartMark['shade']>>;
const ACROSS: Shades = { above: 'more', below: 'less', none: 'none', between: 'none' };
const UP: Shades = { after: 'more', before: 'less', none: 'none', between: 'none' };

/** The lines across, each at a value, or bands between two. */
export const horizontalMarks = (all: readonly Json[]): ChartSpec['horizontal'] =>
  all.flatMap((one, index) => {
    const path = `annotations.horizontal[${index}]`;
    const [fields, other] = bandOf(one, path);
    const side = fields.oneOf('yAxis', ['left', 'right']) ?? 'left';
    const mark = markOf(fields, valueOf(fields, path), other && valueOf(other, path), ACROSS, index);
    return mark ? [{ ...mark, side }] : [];
  });

/** The lines up and down, each at a time, or bands between two. */
export const verticalMarks = (all: readonly Json[]): readonly ChartMark[] =>
  all.flatMap((one, index) => {
    const path = `annotations.vertical[${index}]`;
    const [fields, other] = bandOf(one, path);
    return markOf(fields, momentOf(fields, path), other && momentOf(other, path), UP, index) ?? [];
  });

function bandOf(one: Json, path: string): [Fields, Fields | undefined] {
  if (!Array.isArray(one)) return [new Fields(one, path), undefined];
  if (one.length !== 2) throw invalidWidget(`${path} must be one annotation or a band of two`);
  return [new Fields(one[0], path), new Fields(one[1], path)];
}

function valueOf(fields: Fields, path: string): number {
  const value = fields.number('value');
  if (value === undefined) throw invalidWidget(`${path} must have a value`);
  return value;
}

function momentOf(fields: Fields, path: string): number {
  const timeMs = Date.parse(fields.text('value') ?? '');
  if (Number.isNaN(timeMs)) throw invalidWidget(`${path} must have a time as its value`);
  return timeMs;
}

function markOf(
  fields: Fields,
  at: number,
  to: number | undefined,
  shades: Shades,
  turn: number,
): ChartMark | undefined {
  const fill = fields.oneOf('fill', Object.keys(shades)) ?? 'none';
  const visible = !fields.has('visible') || fields.flag('visible');
  const colour = colourOf(fields.text('color'), turn + 3);
  const label = fields.text('label');
  fields.end();
  if (!visible) return undefined;
  return { label, colour, at, ...(to !== undefined && { to }), shade: shades[fill] ?? 'none' };
}
