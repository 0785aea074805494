import type { BarPlot } from './plot-kinds.ts';
import { AREA, colour, escapeText, legend, tickText, yAxis } from './svg.ts';

/** The values of a bar plot with axis and legend; every bar says its value. */
export function barMarks(plot: BarPlot): string {
  const values = plot.series.flatMap((series) => series.values).filter((value) => value !== undefined);
  const y = yAxis(values, plot.yLabel);
  const groupWidth = (AREA.right - AREA.left) / Math.max(1, plot.groups.length);
  const barWidth = Math.min(48, (groupWidth * 0.8) / Math.max(1, plot.series.length));
  const drawn = plot.groups.map((group, groupIndex) => {
    const middle = AREA.left + (groupIndex + 0.5) * groupWidth;
    const left = middle - (barWidth * plot.series.length) / 2;
    const bars = plot.series.map(({ values: own }, index) => {
      const value = own[groupIndex];
      return value === undefined
        ? ''
        : bar(left + index * barWidth, y.at(value), barWidth, value, colour(index));
    });
    const name = `<text x="${middle.toFixed(1)}" y="${AREA.bottom + 18}" text-anchor="middle">${escapeText(group)}</text>`;
    return [...bars, name].join('');
  });
  const swatch = (index: number): string =>
    `<rect x="2" y="-6" width="12" height="12" fill="${colour(index)}"/>`;
  const names = plot.series.map(({ name }, index) => ({ name, mark: swatch(index) }));
  return [y.svg, ...drawn, legend(names)].join('\n');
}

function bar(x: number, top: number, width: number, value: number, fill: string): string {
  const height = Math.max(0, AREA.bottom - top);
  const middle = (x + width / 2).toFixed(1);
  const box = `<rect x="${(x + 1).toFixed(1)}" y="${top.toFixed(1)}" width="${(width - 2).toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}"/>`;
  return `${box}<text class="tick" x="${middle}" y="${(top - 5).toFixed(1)}" text-anchor="middle">${tickText(value)}</text>`;
}
