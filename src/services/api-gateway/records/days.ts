import { badRequest } from '../faults.ts';

const DAY_MS = 86_400_000;

/** The days of a usage report, as UTC midnights; at most 90 days. */
export function readDays(startDate: string, endDate: string): { from: number; to: number } {
  const from = readDay(startDate);
  const to = readDay(endDate);
  if (from > to) throw badRequest('Invalid usage date range: the start date is after the end date');
  if (to - from > 90 * DAY_MS) throw badRequest('Usage date range must be within the last 90 days');
  return { from, to };
}

function readDay(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw badRequest(`Invalid date specified: ${text}. Expected format is yyyy-MM-dd`);
  return ms;
}
