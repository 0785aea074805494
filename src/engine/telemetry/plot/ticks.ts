const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps between times that people count in, milliseconds. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 60, 90, 180].map((n) => n * DAY),
];

/** Smaller than this, a number counts as zero; closer than this share of themselves, two count as one. */
const TINY = 1e-9;

/** A mark on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Round numbers from the one at or below `least` to the one at or above `most`, about `count` steps apart. */
export function valueTicks(least: number, most: number, count: number): Tick[] {
  // What cannot be told apart is spread out.
  const size = Math.max(Math.abs(least), Math.abs(most));
  const span = size < TINY ? 1 : most - least > size * TINY ? most - least : size;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((one) => one * power >= rough * 0.999) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((least + span) / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const at = Number(((first + index) * step).toPrecision(12));
    return { at, label: numberLabel(at) };
  });
}

const SUFFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A number in few characters: `1.5k`, `0.02`, `3e-7`. */
export function numberLabel(value: number): string {
  const size = Math.abs(value);
  const [factor, suffix] = SUFFIXES.find(([least]) => size >= least) ?? [1, ''];
  const shown = Number((value / factor).toPrecision(4));
  return `${size !== 0 && size < 1e-4 ? shown.toExponential() : shown}${suffix}`;
}

/**
 * Round times between the two, at most `count`.
 * @param offsetMs how far the clocks that are shown are ahead of UTC
 */
export function timeTicks(fromMs: number, toMs: number, count: number, offsetMs: number): Tick[] {
  const span = toMs - fromMs;
  const step = TIME_STEPS.find((one) => span / one <= Math.max(1, count)) ?? 365 * DAY;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / step) * step; at <= toMs + offsetMs; at += step) {
    ticks.push({ at: at - offsetMs, label: timeLabel(at, step) });
  }
  return ticks;
}

function timeLabel(localMs: number, step: number): string {
  const text = new Date(localMs).toISOString();
  if (step >= DAY) return text.slice(5, 10).replace('-', '/');
  return step >= MINUTE ? text.slice(11, 16) : text.slice(11, 19);
}
