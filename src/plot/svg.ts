/** Size of a plot, pixels. */
export const WIDTH = 760;
export const HEIGHT = 440;
/** Where the values are drawn, pixels. */
export const AREA = { left: 72, right: 560, top: 72, bottom: 380 } as const;

/** Okabe and Ito's colours, told apart by the colour-blind. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#555555'];

/** The colour of the series of that number. */
export const colour = (index: number): string => COLOURS[index % COLOURS.length] as string;

/** Text as it may stand in SVG. */
export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A number as it stands on an axis, e.g. `1.5k`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e3) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/** Round numbers from zero to at least `most`, about five of them. */
export function ticks(most: number): number[] {
  const rough = (most > 0 ? most : 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

/** The axis of values with its lines: linear from zero, or powers of ten. */
export interface YAxis {
  /** Pixels from the top. */
  at(value: number): number;
  readonly svg: string;
}

/** Makes the axis for values of zero, or above on a logarithmic scale, up to the largest. */
export function yAxis(values: readonly number[], label: string, scale: 'linear' | 'log10' = 'linear'): YAxis {
  const most = Math.max(0, ...values);
  const positive = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...positive, most || 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(most || 1)));
  const marks =
    scale === 'linear'
      ? ticks(most)
      : Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const top = marks.at(-1) as number;
  const share = (value: number): number =>
    scale === 'linear' ? value / top : (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
  const at = (value: number): number => AREA.bottom - share(value) * (AREA.bottom - AREA.top);
  const lines = marks.map((mark) => {
    const y = at(mark).toFixed(1);
    return `<line class="grid" x1="${AREA.left}" x2="${AREA.right}" y1="${y}" y2="${y}"/><text class="tick" x="${AREA.left - 8}" y="${y}" dy="4" text-anchor="end">${tickText(mark)}</text>`;
  });
  const axis = `<line class="axis" x1="${AREA.left}" x2="${AREA.right}" y1="${AREA.bottom}" y2="${AREA.bottom}"/>`;
  const text = `<text x="${AREA.left}" y="${AREA.top - 10}" text-anchor="start">${escapeText(label)}</text>`;
  return { at, svg: [...lines, axis, text].join('\n') };
}

/** The names of the series beside the values. */
export const legend = (entries: readonly { readonly name: string; readonly mark: string }[]): string =>
  entries
    .map(
      ({ name, mark }, index) =>
        `<g transform="translate(${AREA.right + 20} ${AREA.top + 8 + index * 22})">${mark}<text x="22" dy="4">${escapeText(name)}</text></g>`,
    )
    .join('\n');
