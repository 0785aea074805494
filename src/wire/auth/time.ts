/** `20150830T123600Z` for milliseconds since the epoch. */
export function amzDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** `2015-08-30T12:36:00Z` for milliseconds since the epoch. */
export const isoSeconds = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** Milliseconds since the epoch of `20150830T123600Z`; undefined when it is not that. */
export function parseAmzDate(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (second === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return undefined;
  const timeMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const date = new Date(timeMs);
  // a 31st of February would be a day of March
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? timeMs : undefined;
}

/** Milliseconds since the epoch of an HTTP `Date` field, or of `20150830T123600Z`. */
export function parseHttpDate(text: string): number | undefined {
  const basic = parseAmzDate(text);
  if (basic !== undefined) return basic;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
