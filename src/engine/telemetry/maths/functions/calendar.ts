/** What a calendar in UTC says of a time; Monday is day 1. */
export const CALENDAR = {
  MINUTE: (timeMs) => new Date(timeMs).getUTCMinutes(),
  HOUR: (timeMs) => new Date(timeMs).getUTCHours(),
  DAY: (timeMs) => new Date(timeMs).getUTCDay() || 7,
  DATE: (timeMs) => new Date(timeMs).getUTCDate(),
  MONTH: (timeMs) => new Date(timeMs).getUTCMonth() + 1,
  YEAR: (timeMs) => new Date(timeMs).getUTCFullYear(),
  EPOCH: (timeMs) => Math.floor(timeMs / 1000),
} as const satisfies Record<string, (timeMs: number) => number>;
