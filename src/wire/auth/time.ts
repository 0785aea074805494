/** `20150830T123600Z` for milliseconds since the epoch. */
export function amzDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** `2015-08-30T12:36:00Z` for milliseconds since the epoch. */
export const isoSeconds = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** Milliseconds since the epoch of `20150830T123600Z`; undefined when it is not that. */
export function parseAmzDate(text: string): number | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const month = Number(text.slice(4, 6)) - 1;
  const day = Number(text.slice(6, 8));
  const hour = Number(text.slice(9, 11));
  const minute = Number(text.slice(11, 13));
  const second = Number(text.slice(13, 15));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const timeMs = Date.UTC(Number(text.slice(0, 4)), month, day, hour, minute, second);
  const date = new Date(timeMs);
  // a 31st of February would be a day of March
  return date.getUTCMonth() === month && date.getUTCDate() === day ? timeMs : undefined;
}

/** Milliseconds since the epoch of an HTTP `Date` field, or of `20150830T123600Z`. */
export function parseHttpDate(text: string): number | undefined {
  const basic = parseAmzDate(text);
  if (basic !== undefined) return basic;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
