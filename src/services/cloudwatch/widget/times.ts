import { invalidWidget } from './fields.ts';

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
/** Of a year, a month, a week, a day, an hour, a minute and a second, seconds. */
const SECONDS = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1];

/** A time of a widget: absolute as ISO 8601, or a duration before now as `-PT3H`. Milliseconds since the epoch. */
export function timeOf(text: string, nowMs: number): number {
  const duration = DURATION.exec(text);
  if (duration) {
    const [, , ...parts] = duration;
    const seconds = SECONDS.reduce((sum, each, index) => sum + each * Number(parts[index] ?? 0), 0);
    return nowMs - seconds * 1000;
  }
  const timeMs = Date.parse(text);
  if (Number.isNaN(timeMs)) throw invalidWidget(`${text} is no time`);
  return timeMs;
}
