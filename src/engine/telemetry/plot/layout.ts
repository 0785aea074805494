import type { Canvas } from './canvas.ts';
import type { ChartLine, ChartSpec, Side } from './chart-spec.ts';
import { stackedOn } from './stack.ts';
import { type Tick, timeTicks, valueTicks } from './ticks.ts';

/** Between things, pixels. */
const GAP = 6;
/** A line of text, pixels. */
export const LINE_HEIGHT = 16;
/** The square of a colour in the legend, pixels. */
export const SWATCH = 10;
const TICK_APART = { across: 80, up: 36 } as const;

/** An axis of values as it is drawn. */
export interface Scale {
  readonly ticks: readonly Tick[];
  readonly y: (value: number) => number;
}

/** An entry of the legend. */
export interface LegendEntry {
  readonly line: ChartLine;
  readonly x: number;
  /** The line of writing. */
  readonly y: number;
}

/** Where everything of a chart is. */
export interface Layout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly lines: readonly ChartLine[];
  readonly scales: Readonly<Partial<Record<Side, Scale>>>;
  readonly times: readonly Tick[];
  readonly legend: readonly LegendEntry[];
  readonly x: (timeMs: number) => number;
}

/** Finds room for a chart and everything around it. */
export function layOut(spec: ChartSpec, canvas: Canvas): Layout {
  const lines = spec.stacked ? stackedOn(spec.lines) : spec.lines;
  const names = spec.legend === 'right' ? rightLegendWidth(spec, canvas) : 0;
  const rows = spec.legend === 'bottom' ? legendRows(spec, canvas) : [];
  const top =
    (spec.title === undefined ? GAP : LINE_HEIGHT + 2 * GAP) + (hasAxisLabel(spec) ? LINE_HEIGHT : 0);
  const bottom = Math.max(top + 1, spec.height - LINE_HEIGHT - 2 * GAP - rows.length * LINE_HEIGHT);
  const scales = {
    ...scaleOf('left', spec, lines, top, bottom),
    ...scaleOf('right', spec, lines, top, bottom),
  };
  const left = GAP + labelsWidth(scales.left, canvas) + GAP;
  const right = Math.max(left + 1, spec.width - 2 * GAP - names - labelsWidth(scales.right, canvas));
  const perMs = (right - left) / (spec.toMs - spec.fromMs);
  const legendTop = bottom + LINE_HEIGHT + GAP;
  return {
    left,
    right,
    top,
    bottom,
    lines,
    scales,
    times: timeTicks(spec.fromMs, spec.toMs, Math.floor((right - left) / TICK_APART.across), spec.offsetMs),
    legend:
      spec.legend === 'right'
        ? spec.lines.map((line, index) => ({
            line,
            x: spec.width - names + GAP,
            y: top + (index + 1) * LINE_HEIGHT,
          }))
        : rows.flatMap((row, index) =>
            row.map(({ line, x }) => ({ line, x, y: legendTop + (index + 1) * LINE_HEIGHT - GAP / 2 })),
          ),
    x: (timeMs) => left + (timeMs - spec.fromMs) * perMs,
  };
}

const hasAxisLabel = ({ axes }: ChartSpec): boolean =>
  axes.left?.label !== undefined || axes.right?.label !== undefined;

const labelsWidth = (scale: Scale | undefined, canvas: Canvas): number =>
  Math.ceil(Math.max(0, ...(scale?.ticks ?? []).map(({ label }) => canvas.textWidth(label))));

function scaleOf(
  side: Side,
  { axes, horizontal }: ChartSpec,
  lines: readonly ChartLine[],
  top: number,
  bottom: number,
): Partial<Record<Side, Scale>> {
  const own = lines.filter((line) => line.side === side);
  if (own.length === 0 && side === 'right') return {};
  const values = own.flatMap(({ points }) => points.map(({ value }) => value));
  const marks = horizontal.filter((mark) => mark.side === side).flatMap(({ at, to = at }) => [at, to]);
  const { min, max } = axes[side] ?? {};
  const least = min ?? smallest([0, ...values, ...marks]);
  const most = max ?? largest([...values, ...marks, ...(values.length > 0 ? [] : [least + 1])]);
  const ticks = valueTicks(least, Math.max(least, most), Math.floor((bottom - top) / TICK_APART.up));
  const low = min ?? (ticks[0] as Tick).at;
  const high = max !== undefined && max > low ? max : (ticks.at(-1) as Tick).at;
  const y = (value: number): number => bottom - ((value - low) * (bottom - top)) / (high - low);
  return { [side]: { ticks: ticks.filter(({ at }) => at >= low && at <= high), y } };
}

// Not by spreading into Math.min: there may be a hundred thousand.
const smallest = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value));
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value));

const entryWidth = (label: string, canvas: Canvas): number =>
  Math.ceil(SWATCH + GAP + canvas.textWidth(label) + 2 * GAP);

/** The entries side by side, in as many rows as they need; a third of the height at most. */
function legendRows({ lines, width, height }: ChartSpec, canvas: Canvas): { line: ChartLine; x: number }[][] {
  const rows: { line: ChartLine; x: number }[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const wide = entryWidth(line.label, canvas);
    if (x + wide > width - GAP) {
      rows.push([]);
      x = 2 * GAP;
    }
    rows.at(-1)?.push({ line, x });
    x += wide;
  }
  return rows.slice(0, Math.max(1, Math.floor(height / 3 / LINE_HEIGHT)));
}

const rightLegendWidth = ({ lines, width }: ChartSpec, canvas: Canvas): number =>
  Math.min(width / 2, Math.max(0, ...lines.map(({ label }) => entryWidth(label, canvas))));
