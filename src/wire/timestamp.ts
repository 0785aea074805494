import type { TimestampFormat } from './shape.ts';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?[Zz]$/;
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? GMT$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** The last millisecond a Date can hold. */
const LAST_MS = 8.64e15;

/** Reads a timestamp as `format` writes it; undefined when it is not one. A `date-time` is in UTC: Smithy's servers take no offsets. */
export function parseTimestamp(text: string, format: TimestampFormat): Date | undefined {
  if (format === 'epoch-seconds') {
    return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? dateOfSeconds(Number(text)) : undefined;
  }
  return format === 'date-time' ? parseDateTime(text) : parseHttpDate(text);
}

/** The instant `seconds` after the Unix epoch, to the millisecond; undefined when no Date can hold it. */
export function dateOfSeconds(seconds: number): Date | undefined {
  const ms = Math.round(seconds * 1000);
  return Math.abs(ms) <= LAST_MS ? new Date(ms) : undefined;
}

/** Writes a timestamp as `format` has it; epoch seconds as decimal text. Fractions are left out when they are zero. */
export function formatTimestamp(date: Date, format: TimestampFormat): string {
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  if (format === 'date-time') return date.toISOString().replace('.000Z', 'Z');
  return date.toUTCString();
}

function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const date = civil(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (!date) return undefined;
  return new Date(date.getTime() + milliseconds(fraction));
}

function parseHttpDate(text: string): Date | undefined {
  const match = HTTP_DATE.exec(text);
  if (!match) return undefined;
  const [, day, month = '', year, hour, minute, second, fraction = ''] = match;
  const monthIndex = MONTHS.indexOf(month) / 3;
  const date = civil(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second));
  return date && new Date(date.getTime() + milliseconds(fraction));
}

/** The instant of a date that exists: no 31st of April, no 25th hour; a leap second is the second before. */
function civil(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Date | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, Math.min(second, 59));
  return date;
}

const milliseconds = (fraction: string): number =>
  fraction === '' ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
