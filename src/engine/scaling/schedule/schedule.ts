import { type Cron, parseCron } from './cron.ts';

/** When something is to happen. */
export type Schedule =
  /** Once, at a local time. */
  | { readonly kind: 'at'; readonly local: string }
  /** Again and again, so long apart. */
  | { readonly kind: 'rate'; readonly everyMs: number }
  /** At every local time that matches. */
  | { readonly kind: 'cron'; readonly cron: Cron };

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** After so many years without a match nothing matches: leap days on one weekday come every 40 years at the latest. */
const YEARS_AHEAD = 40;

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)` or `cron(fields)`; undefined for anything else.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export function parseSchedule(text: string): Schedule | undefined {
  const [, kind, body] = /^(at|rate|cron)\((.*)\)$/.exec(text.trim()) ?? [];
  if (kind === 'at') return parseAt(body as string);
  if (kind === 'rate') return parseRate(body as string);
  const cron = kind === 'cron' ? parseCron(body as string) : undefined;
  return cron && { kind: 'cron', cron };
}

function parseAt(text: string): Schedule | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return { kind: 'at', local: text };
  } catch {
    return undefined;
  }
}

function parseRate(text: string): Schedule | undefined {
  const [, value, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text.trim()) ?? [];
  const everyMs = Number(value) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return everyMs > 0 && Number.isSafeInteger(everyMs) ? { kind: 'rate', everyMs } : undefined;
}

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return /^[A-Za-z]/.test(name) && timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The next time of a schedule after `afterMs`; undefined when there is none. Local times that a change of clocks leaves out are those an hour
 * later, and of those that it repeats the first counts.
 * @param zone an IANA name
 * @param anchorMs where a rate begins
 */
export function nextTime(
  schedule: Schedule,
  { zone, anchorMs, afterMs }: { readonly zone: string; readonly anchorMs: number; readonly afterMs: number },
): number | undefined {
  if (schedule.kind === 'at') {
    const at = Temporal.PlainDateTime.from(schedule.local).toZonedDateTime(zone).epochMilliseconds;
    return at > afterMs ? at : undefined;
  }
  if (schedule.kind === 'rate') {
    const passed = Math.floor((afterMs - anchorMs) / schedule.everyMs);
    return anchorMs + (Math.max(passed, -1) + 1) * schedule.everyMs;
  }
  return nextMatch(schedule.cron, zone, afterMs);
}

function nextMatch(cron: Cron, zone: string, afterMs: number): number | undefined {
  const now = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(zone);
  for (const date of datesFrom(cron, now.toPlainDate())) {
    const today = date.equals(now.toPlainDate());
    for (const hour of cron.hours) {
      // an hour that clocks repeat may still be ahead
      if (today && hour < now.hour - 1) continue;
      for (const minute of cron.minutes) {
        const at = date.toPlainDateTime({ hour, minute }).toZonedDateTime(zone).epochMilliseconds;
        if (at > afterMs) return at;
      }
    }
  }
  return undefined;
}

function* datesFrom(cron: Cron, first: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  for (const year of cron.years) {
    if (year < first.year || year > first.year + YEARS_AHEAD) continue;
    for (const month of cron.months) {
      if (year === first.year && month < first.month) continue;
      for (const day of [...cron.days(year, month)].sort((a, b) => a - b)) {
        if (year === first.year && month === first.month && day < first.day) continue;
        if (day <= new Date(Date.UTC(year, month, 0)).getUTCDate())
          yield new Temporal.PlainDate(year, month, day);
      }
    }
  }
}
