import type { LinePlot } from './plot-kinds.ts';
import { AREA, colour, escapeText, legend, tickText, ticks, yAxis } from './svg.ts';

/** The values of a line plot with axes and legend. */
export function lineMarks(plot: LinePlot): string {
  const points = plot.series.flatMap((series) => series.points);
  const y = yAxis(
    points.map(([, value]) => value),
    plot.yLabel,
    plot.yScale,
  );
  const x = xAxis(
    points.map(([at]) => at),
    plot.xLabel,
    plot.xScale ?? 'linear',
  );
  const drawn = plot.series.map(({ points: own }, index) => {
    const places = own.map(([at, value]) => [x.at(at), y.at(value)] as const);
    const path = places.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ');
    const marks = places.map(([left, top]) => mark(index, left, top)).join('');
    return `<polyline points="${path}" fill="none" stroke="${colour(index)}" stroke-width="2"/>${marks}`;
  });
  const names = plot.series.map(({ name }, index) => ({ name, mark: mark(index, 8, 0) }));
  return [y.svg, x.svg, ...drawn, legend(names)].join('\n');
}

/** A mark of the series: circle, square or diamond. */
function mark(series: number, x: number, y: number): string {
  const fill = `fill="${colour(series)}"`;
  if (series % 3 === 0) return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4" ${fill}/>`;
  const turned = series % 3 === 2 ? ` transform="rotate(45 ${x.toFixed(1)} ${y.toFixed(1)})"` : '';
  return `<rect x="${(x - 3.5).toFixed(1)}" y="${(y - 3.5).toFixed(1)}" width="7" height="7" ${fill}${turned}/>`;
}

function xAxis(
  values: readonly number[],
  label: string,
  scale: 'linear' | 'log2',
): { at(value: number): number; svg: string } {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const marks = scale === 'log2' || distinct.length <= 8 ? distinct : ticks(distinct.at(-1) ?? 1);
  const place = (value: number): number => (scale === 'log2' ? Math.log2(value) : value);
  const low = place(scale === 'log2' ? (distinct[0] ?? 1) : Math.min(0, distinct[0] ?? 0));
  const high = place(marks.at(-1) ?? 1);
  const span = high - low || 1;
  const at = (value: number): number => AREA.left + ((place(value) - low) / span) * (AREA.right - AREA.left);
  const texts = marks.map(
    (mark) =>
      `<text class="tick" x="${at(mark).toFixed(1)}" y="${AREA.bottom + 18}" text-anchor="middle">${tickText(mark)}</text>`,
  );
  const middle = (AREA.left + AREA.right) / 2;
  const name = `<text x="${middle}" y="${AREA.bottom + 40}" text-anchor="middle">${escapeText(label)}</text>`;
  return { at, svg: [...texts, name].join('\n') };
}
