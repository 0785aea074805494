/** A load over time: so many requests a second from each time until the next. */
export interface Trace {
  /** Milliseconds since the epoch, or since the start where the trace counts seconds. */
  readonly startMs: number;
  readonly endMs: number;
  /** Rising times; the first is `startMs`. */
  readonly points: readonly { readonly atMs: number; readonly perSecond: number }[];
}

/** How long the last line holds where the trace has only one, milliseconds. */
const ONE_LINE_MS = 60_000;
/** Every second of it is looked at, and kept: more is a mistake, such as times in milliseconds. */
const LONGEST_DAYS = 31;
/** More is a mistake, lines. */
const MOST_LINES = 5_000_000;

/**
 * Reads a trace: CSV of time (seconds, or an ISO 8601 date) and requests a second, with or without a line of names above.
 * @throws Error that names the line that cannot be read
 */
export function readTrace(text: string): Trace {
  const points: { atMs: number; perSecond: number }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (index >= MOST_LINES) throw new Error(`a trace has at most ${MOST_LINES} lines`);
    const [time = '', load = ''] = line.split(/[,;\t]/).map((cell) => cell.trim());
    const point = { atMs: timeIn(time), perSecond: load === '' ? Number.NaN : Number(load) };
    const isHeading = points.length === 0 && Number.isNaN(point.perSecond) && Number.isNaN(point.atMs);
    if (isHeading) continue;
    const problem = problemOf(point, points.at(-1)?.atMs);
    if (problem) throw new Error(`line ${index + 1} of the trace: ${problem}`);
    points.push(point);
  }
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) throw new Error('the trace has no line with a time and a number of requests a second');
  const before = points.at(-2);
  const endMs = last.atMs + (before ? last.atMs - before.atMs : ONE_LINE_MS);
  if (endMs - first.atMs > LONGEST_DAYS * 86_400_000)
    throw new Error(`the trace is of more than ${LONGEST_DAYS} days; are its times in seconds?`);
  return { startMs: first.atMs, endMs, points };
}

function problemOf(
  point: { atMs: number; perSecond: number },
  beforeMs: number | undefined,
): string | undefined {
  if (!Number.isFinite(point.atMs)) return 'the first column is not a time (seconds, or an ISO 8601 date)';
  if (!Number.isFinite(point.perSecond) || point.perSecond < 0)
    return 'the second column is not a number of requests a second';
  if (beforeMs !== undefined && point.atMs <= beforeMs) return 'its time is not after the one before';
  return undefined;
}

function timeIn(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
