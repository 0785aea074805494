const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How long windows of which length are kept before they are put together into longer ones. */
export const RETENTION = [
  { resolution: 1, keptMs: 3 * 3_600_000 },
  { resolution: 60, keptMs: 15 * DAY_MS },
  { resolution: 300, keptMs: 63 * DAY_MS },
  { resolution: 3600, keptMs: 455 * DAY_MS },
] as const;

/**
 * The start of a question as CloudWatch rounds it: down to the minute, to five minutes from 15 days back, to the hour from 63 days back;
 * for periods under a minute, down to a multiple of the period.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function roundStart(startMs: number, periodSeconds: number, nowMs: number): number {
  const age = nowMs - startMs;
  const step =
    age > 63 * DAY_MS ? 3_600_000 : age > 15 * DAY_MS ? 300_000 : Math.min(MINUTE_MS, periodSeconds * 1000);
  return Math.floor(startMs / step) * step;
}

/** The start of the window of `resolution` seconds in which `timeMs` lies. */
export function windowStart(timeMs: number, resolution: number): number {
  const length = resolution * 1000;
  return Math.floor(timeMs / length) * length;
}
