import { breathe } from '../database.ts';
import { Canvas, type Colour, type Spot } from './canvas.ts';
import type { ChartLine, ChartMark, ChartSpec } from './chart-spec.ts';
import { type Layout, layOut, LINE_HEIGHT, type Scale, SWATCH } from './layout.ts';
import { encodePng } from './png.ts';

const PAPER: Colour = [255, 255, 255];
const INK: Colour = [68, 68, 68];
const GRID: Colour = [228, 228, 228];
const LINE_THICKNESS = 1.8;
const DOT_THICKNESS = 5;
const SHADE_ALPHA = 0.12;
const AREA_ALPHA = 0.5;

/** Draws a chart of lines over time, as PNG. Other work is let in between two lines. */
export async function drawPng(spec: ChartSpec): Promise<Buffer> {
  const canvas = new Canvas(spec.width, spec.height, PAPER);
  const layout = layOut(spec, canvas);
  drawAxes(canvas, spec, layout);
  for (const mark of spec.vertical) drawTimeMark(canvas, mark, layout);
  // The highest of a stack first: those below are drawn over it.
  const lines = spec.stacked ? layout.lines.toReversed() : layout.lines;
  for (const line of lines) {
    const scale = layout.scales[line.side];
    if (scale) drawLine(canvas, line, layout, scale, spec.stacked);
    await breathe();
  }
  for (const mark of spec.horizontal) drawValueMark(canvas, mark, layout);
  drawLegend(canvas, layout);
  return encodePng(spec.width, spec.height, canvas.rgb);
}

function drawAxes(canvas: Canvas, { title, width, axes }: ChartSpec, layout: Layout): void {
  const { left, right, top, bottom, scales, times } = layout;
  if (title !== undefined) canvas.text(width / 2, LINE_HEIGHT, title, INK, 'middle');
  for (const [side, scale] of Object.entries(scales)) {
    for (const { at, label } of scale?.ticks ?? []) {
      const y = Math.floor(scale?.y(at) ?? 0);
      if (side === 'left') canvas.rectangle(left, y, right, y + 1, GRID);
      if (side === 'left') canvas.text(left - 4, y + 4, label, INK, 'right');
      else canvas.text(right + 4, y + 4, label, INK);
    }
  }
  if (axes.left?.label !== undefined) canvas.text(4, top - 8, axes.left.label, INK);
  if (axes.right?.label !== undefined) canvas.text(width - 4, top - 8, axes.right.label, INK, 'right');
  for (const { at, label } of times) {
    const x = Math.floor(layout.x(at));
    canvas.rectangle(x, bottom, x + 1, bottom + 4, INK);
    canvas.text(layout.x(at), bottom + LINE_HEIGHT, label, INK, 'middle');
  }
  canvas.rectangle(left, bottom, right, bottom + 1, INK);
}

function drawLine(canvas: Canvas, line: ChartLine, layout: Layout, scale: Scale, filled: boolean): void {
  const { top, bottom, x } = layout;
  const within = (y: number): number => Math.min(bottom, Math.max(top, y));
  const spots = line.points.map(({ startMs, value }) => ({ x: x(startMs), y: within(scale.y(value)) }));
  const [only, another] = spots;
  if (only && !another) return canvas.line(only, only, line.colour, DOT_THICKNESS);
  for (const [index, to] of spots.entries()) {
    const from = spots[index - 1];
    if (!from) continue;
    if (filled) fillBelow(canvas, from, to, within(scale.y(0)), line.colour);
    canvas.line(from, to, line.colour, LINE_THICKNESS);
  }
}

/** Covers what is there, so that of a stack each layer shows its own colour alone. */
function fillBelow(canvas: Canvas, from: Spot, to: Spot, bottom: number, colour: Colour): void {
  const pale = colour.map((channel) => Math.round(channel * AREA_ALPHA + 255 * (1 - AREA_ALPHA)));
  for (let x = Math.round(from.x); x < Math.round(to.x); x++) {
    const share = (x - from.x) / (to.x - from.x);
    canvas.rectangle(x, from.y + share * (to.y - from.y), x + 1, bottom, pale as unknown as Colour);
  }
}

function drawValueMark(canvas: Canvas, mark: ChartSpec['horizontal'][number], layout: Layout): void {
  const scale = layout.scales[mark.side];
  if (!scale) return;
  const { left, right, top, bottom } = layout;
  const within = (y: number): number => Math.min(bottom, Math.max(top, y));
  const y = within(scale.y(mark.at));
  const other = mark.to === undefined ? undefined : within(scale.y(mark.to));
  const [from, to] =
    other !== undefined ? [Math.min(y, other), Math.max(y, other)] : shaded(mark, [top, y], [y, bottom]);
  canvas.rectangle(left, from, right, to, mark.colour, SHADE_ALPHA);
  for (const at of other === undefined ? [y] : [y, other]) {
    canvas.dashes({ x: left, y: sharp(at) }, { x: right, y: sharp(at) }, mark.colour);
  }
  if (mark.label !== undefined) canvas.text(right - 4, y - 4, mark.label, mark.colour, 'right');
}

function drawTimeMark(canvas: Canvas, mark: ChartMark, layout: Layout): void {
  const { left, right, top, bottom } = layout;
  const within = (x: number): number => Math.min(right, Math.max(left, x));
  const x = within(layout.x(mark.at));
  const other = mark.to === undefined ? undefined : within(layout.x(mark.to));
  const [from, to] =
    other !== undefined ? [Math.min(x, other), Math.max(x, other)] : shaded(mark, [x, right], [left, x]);
  canvas.rectangle(from, top, to, bottom, mark.colour, SHADE_ALPHA);
  for (const at of other === undefined ? [x] : [x, other]) {
    canvas.dashes({ x: sharp(at), y: top }, { x: sharp(at), y: bottom }, mark.colour);
  }
  if (mark.label !== undefined) canvas.text(x + 4, top + LINE_HEIGHT - 4, mark.label, mark.colour);
}

/** The middle of the pixel there, so that a thin line is not spread over two. */
const sharp = (at: number): number => Math.floor(at) + 0.5;

type Range = readonly [from: number, to: number];

const shaded = ({ shade }: ChartMark, more: Range, less: Range): Range =>
  shade === 'more' ? more : shade === 'less' ? less : [0, 0];

function drawLegend(canvas: Canvas, { legend }: Layout): void {
  for (const { line, x, y } of legend) {
    canvas.rectangle(x, y - SWATCH, x + SWATCH, y, line.colour);
    canvas.text(x + SWATCH + 6, y, line.label, INK);
  }
}
