import type { TimestampFormat } from '../shape.ts';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/;
const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d+))? GMT$/;
const EPOCH_SECONDS = /^-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The farthest a Date reaches, either way. */
const MAX_EPOCH_MS = 8.64e15;

/**
 * Reads a timestamp written as text in a header, a label, a query or XML.
 * @returns undefined when it is not one in that format. A `date-time` has to be in UTC, as Smithy's servers demand.
 */
export function parseTimestamp(text: string, format: TimestampFormat): Date | undefined {
  switch (format) {
    case 'date-time':
      return parseDateTime(text);
    case 'http-date':
      return parseHttpDate(text);
    default:
      return EPOCH_SECONDS.test(text) ? fromEpochSeconds(Number(text)) : undefined;
  }
}

function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = match;
  return utc(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    fraction,
  );
}

function parseHttpDate(text: string): Date | undefined {
  const match = HTTP_DATE.exec(text);
  if (!match) return undefined;
  const [, day, month, year, hour, minute, second, fraction] = match;
  const monthNumber = MONTHS.indexOf(month ?? '') + 1;
  return utc(Number(year), monthNumber, Number(day), Number(hour), Number(minute), Number(second), fraction);
}

/**
 * Reads what the Query protocols take besides `date-time`: ISO 8601 with an offset or none (UTC), without seconds, or a day alone.
 * @returns undefined when it is none of these
 */
export function parseIso8601(text: string): Date | undefined {
  const match = ISO_8601.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction, zone] = match;
  const local = utc(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    fraction,
  );
  return local && new Date(local.getTime() - offsetMs(zone));
}

function offsetMs(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** A time of the calendar; undefined when there is no such day, hour, minute or second. Fractions under a millisecond are cut off. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  fraction = '',
): Date | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined; // 60: a leap second
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC takes the years 0 to 99 for 1900 and later
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number(fraction.padEnd(3, '0').slice(0, 3)));
  return date;
}

/** @returns undefined when no Date reaches there */
export function fromEpochSeconds(seconds: number): Date | undefined {
  const ms = Math.round(seconds * 1000);
  return Math.abs(ms) <= MAX_EPOCH_MS ? new Date(ms) : undefined;
}

/** Seconds since the epoch, with a fraction where there are milliseconds. */
export function toEpochSeconds(date: Date): number {
  return date.getTime() / 1000;
}

/** Writes a timestamp as text. */
export function formatTimestamp(date: Date, format: TimestampFormat): string {
  switch (format) {
    case 'date-time':
      return formatDateTime(date);
    case 'http-date':
      return date.toUTCString();
    default:
      return String(toEpochSeconds(date));
  }
}

/** RFC 3339 in UTC; milliseconds only where there are any. */
function formatDateTime(date: Date): string {
  const text = date.toISOString();
  return date.getUTCMilliseconds() === 0 ? `${text.slice(0, -5)}Z` : text;
}
