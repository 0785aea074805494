/** `20150830T123600Z` for milliseconds since the epoch. */
export function amzDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** `2015-08-30T12:36:00Z` for milliseconds since the epoch. */
export const isoSeconds = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** Milliseconds since the epoch of `20150830T123600Z`; undefined when it is not that. */
export function parseAmzDate(text: string): number | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const part = (from: number, to: number) => Number(text.slice(from, to));
  const timeMs = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
  return amzDate(timeMs) === text ? timeMs : undefined;
}

/** Milliseconds since the epoch of an HTTP `Date` field, or of `20150830T123600Z`. */
export function parseHttpDate(text: string): number | undefined {
  const basic = parseAmzDate(text);
  if (basic !== undefined) return basic;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
