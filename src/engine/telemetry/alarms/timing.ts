import { scaledPeriodSeconds } from '../queries/scaled-period.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const HIGH_RESOLUTION_S = 10;
/** Periods retrieved beyond those that are judged, in case some are missing. */
const SPARE_PERIODS = 2;

/** When an alarm is evaluated, and on which stretches of time; all as they are waited for, the time scale taken in. */
export interface AlarmTiming {
  /** From one evaluation to the next, milliseconds. */
  readonly intervalMs: number;
  readonly periodMs: number;
  /** Periods that are retrieved: the evaluation range. */
  readonly range: number;
}

/**
 * Every minute; every ten seconds for periods under a minute; every hour when the periods span more than a day. Of the range only N + 2 is
 * known: in AWS's examples N = 3 retrieves 5, and an alarm with N = 1 on quarters of an hour was seen to forget its last datapoint after 3.
 * @param timeScale all durations are divided by this; no period gets shorter than a second, the finest that metrics are kept at
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function timingOf(periodSeconds: number, evaluationPeriods: number, timeScale: number): AlarmTiming {
  const intervalS =
    periodSeconds < MINUTE_S
      ? HIGH_RESOLUTION_S
      : periodSeconds * evaluationPeriods > DAY_S
        ? HOUR_S
        : MINUTE_S;
  return {
    intervalMs: scaledPeriodSeconds(intervalS, timeScale) * 1000,
    periodMs: scaledPeriodSeconds(periodSeconds, timeScale) * 1000,
    range: evaluationPeriods + SPARE_PERIODS,
  };
}

/** The periods of the evaluation range at a time, the newest first: those that are over. */
export function periodStarts({ intervalMs, periodMs, range }: AlarmTiming, nowMs: number): number[] {
  const endMs = Math.floor(nowMs / intervalMs) * intervalMs;
  return Array.from({ length: range }, (_, index) => endMs - (index + 1) * periodMs);
}
