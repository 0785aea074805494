import type { Weighted } from './distribution.ts';
import type { Window } from './window.ts';

/** One end of a range of values: a value, or a percentage of the values in rising order. */
type End = { readonly value: number } | { readonly percent: number };

/** What can be asked of a window. */
export type Statistic =
  | { readonly kind: 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum' }
  | { readonly kind: 'percentile'; readonly percent: number }
  | {
      readonly kind: 'trimmed-mean' | 'trimmed-count' | 'trimmed-sum' | 'winsorized-mean';
      readonly from: End;
      readonly to: End;
    }
  | { readonly kind: 'percentile-rank'; readonly from: number; readonly to: number };

const SIMPLE = new Set(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']);
const TRIMMED = {
  tm: 'trimmed-mean',
  tc: 'trimmed-count',
  ts: 'trimmed-sum',
  wm: 'winsorized-mean',
} as const;

/**
 * Reads a statistic as CloudWatch spells it: `Sum`, `p99.9`, `tm90`, `TM(2%:98%)`, `WM(:500)`, `PR(100:2000)`, `IQM`.
 * @returns undefined when it is none
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function parseStatistic(text: string): Statistic | undefined {
  if (SIMPLE.has(text)) return { kind: text as 'Sum' };
  if (text.toUpperCase() === 'IQM')
    return { kind: 'trimmed-mean', from: { percent: 25 }, to: { percent: 75 } };
  const short = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{0,10})?)$/i.exec(text);
  if (short) return shortForm((short[1] as string).toLowerCase(), Number(short[2]));
  const long = /^(tm|tc|ts|wm|pr)\(([^:()]*):([^:()]*)\)$/i.exec(text);
  return long ? longForm((long[1] as string).toLowerCase(), long[2] as string, long[3] as string) : undefined;
}

function shortForm(name: string, percent: number): Statistic | undefined {
  if (percent > 100) return undefined;
  if (name === 'p') return { kind: 'percentile', percent };
  return { kind: TRIMMED[name as 'tm'], from: { percent: 0 }, to: { percent } };
}

function longForm(name: string, low: string, high: string): Statistic | undefined {
  if (low === '' && high === '') return undefined;
  const inPercent = low.endsWith('%') || high.endsWith('%');
  const from = low === '' ? (inPercent ? { percent: 0 } : { value: -Infinity }) : parseEnd(low);
  const to = high === '' ? (inPercent ? { percent: 100 } : { value: Infinity }) : parseEnd(high);
  if (!from || !to || 'percent' in from !== 'percent' in to) return undefined;
  if (name !== 'pr') return { kind: TRIMMED[name as 'tm'], from, to };
  return 'value' in from && 'value' in to
    ? { kind: 'percentile-rank', from: from.value, to: to.value }
    : undefined;
}

function parseEnd(text: string): End | undefined {
  const found = /^(\d+(?:\.\d{0,10})?)(%?)$/.exec(text);
  if (!found) return undefined;
  const value = Number(found[1]);
  if (!found[2]) return { value };
  return value <= 100 ? { percent: value } : undefined;
}

/** Whether a statistic asks how the values are distributed, and not only for their count, sum and ends. */
export const needsDistribution = (statistic: Statistic): boolean => !SIMPLE.has(statistic.kind);

/**
 * What `statistic` is for the values of `window`.
 * @returns undefined when it cannot be known: of an empty window, or where the distribution of the values is not known
 */
export function evaluateStatistic(statistic: Statistic, window: Window): number | undefined {
  if (window.sampleCount === 0) return undefined;
  switch (statistic.kind) {
    case 'SampleCount':
      return window.sampleCount;
    case 'Average':
      return window.sum / window.sampleCount;
    case 'Sum':
      return window.sum;
    case 'Minimum':
      return window.minimum;
    case 'Maximum':
      return window.maximum;
  }
  const values = window.distribution?.ascending(window.minimum, window.maximum);
  if (!values) return undefined;
  if (statistic.kind === 'percentile') return percentile(values, window.sampleCount, statistic.percent);
  if (statistic.kind === 'percentile-rank') {
    const inside = values.filter(([value]) => value > statistic.from && value <= statistic.to);
    return (100 * sumOf(inside, () => 1)) / window.sampleCount;
  }
  return trimmed(statistic, values, window.sampleCount);
}

/** The least value that at least `percent` of the values do not exceed. */
function percentile(values: readonly Weighted[], total: number, percent: number): number {
  const rank = (percent / 100) * total;
  let seen = 0;
  for (const [value, count] of values) {
    seen += count;
    if (seen >= rank - 1e-9) return value;
  }
  return values.at(-1)?.[0] ?? 0;
}

function trimmed(
  { kind, from, to }: Extract<Statistic, { from: End }>,
  values: readonly Weighted[],
  total: number,
): number | undefined {
  const kept = trim(values, total, from, to);
  const count = sumOf(kept, () => 1);
  const sum = sumOf(kept, (value) => value);
  if (kind === 'trimmed-count') return count;
  if (kind === 'trimmed-sum') return sum;
  if (count === 0) return undefined;
  if (kind === 'trimmed-mean') return sum / count;
  return winsorized(values, kept, sum) / total;
}

/** The sum after values outside have been drawn to the nearest value kept. */
function winsorized(values: readonly Weighted[], kept: readonly Weighted[], sum: number): number {
  const lowest = kept[0] as Weighted;
  const highest = kept.at(-1) as Weighted;
  const below = sumOf(
    values,
    () => 1,
    (value) => value < lowest[0],
  );
  const above = sumOf(
    values,
    () => 1,
    (value) => value > highest[0],
  );
  const cutLow = countAt(values, lowest[0]) - countAt(kept, lowest[0]);
  const cutHigh = highest[0] === lowest[0] ? 0 : countAt(values, highest[0]) - countAt(kept, highest[0]);
  return sum + (below + cutLow) * lowest[0] + (above + cutHigh) * highest[0];
}

/** The values within the range; of a value that a percentage cuts through, the part within. */
function trim(values: readonly Weighted[], total: number, from: End, to: End): Weighted[] {
  if ('value' in from && 'value' in to) {
    return values.filter(([value]) => value > from.value && value <= to.value);
  }
  const low = ('percent' in from ? from.percent / 100 : 0) * total;
  const high = ('percent' in to ? to.percent / 100 : 1) * total;
  const kept: Weighted[] = [];
  let seen = 0;
  for (const [value, count] of values) {
    const part = Math.min(seen + count, high) - Math.max(seen, low);
    if (part > 0) kept.push([value, part]);
    seen += count;
  }
  return kept;
}

const countAt = (values: readonly Weighted[], at: number): number =>
  sumOf(
    values,
    () => 1,
    (value) => value === at,
  );

function sumOf(
  values: readonly Weighted[],
  of: (value: number) => number,
  where: (value: number) => boolean = () => true,
): number {
  let sum = 0;
  for (const [value, count] of values) if (where(value)) sum += of(value) * count;
  return sum;
}
