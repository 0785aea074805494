import { timesOf, valuesByTime } from '../maths/series.ts';
import type { ChartLine } from './chart-spec.ts';

/** The lines, each on top of those of its side before it; where one has no value it adds nothing. */
export function stackedOn(lines: readonly ChartLine[]): ChartLine[] {
  const heights = { left: new Map<number, number>(), right: new Map<number, number>() };
  const times = timesOf(lines.map(({ label, points }) => ({ label, points, periodMs: 0 })));
  return lines.map((line) => {
    const below = heights[line.side];
    const values = valuesByTime({ label: line.label, points: line.points, periodMs: 0 });
    const points = times.map((startMs) => {
      const value = (below.get(startMs) ?? 0) + (values.get(startMs) ?? 0);
      below.set(startMs, value);
      return { startMs, value };
    });
    return { ...line, points };
  });
}
