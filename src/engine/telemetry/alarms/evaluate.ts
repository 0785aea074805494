import type { AlarmState, Datapoint, RealDatapoint, ThresholdSettings, Verdict } from './alarm.ts';
import { type Judged, reasonDataOf, reasonOf } from './reason.ts';

/** One evaluation of an alarm on a threshold. */
export interface Evaluation {
  readonly settings: ThresholdSettings;
  /** One for each period of the evaluation range, the newest first. */
  readonly datapoints: readonly Datapoint[];
  readonly previous: AlarmState;
  readonly nowMs: number;
}

/**
 * Judges an alarm by its newest datapoints, as CloudWatch does: of the evaluation range the newest N that are there; what is missing of them
 * counts as the alarm says.
 * @returns the new state and its reason; undefined when the state stays
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm({ settings, datapoints, previous, nowMs }: Evaluation): Verdict | undefined {
  const real = datapoints.filter(isReal).slice(0, settings.evaluationPeriods);
  const { leastSamples = 0 } = settings;
  if (real.length > 0 && samplesIn(real) < leastSamples) return undefined;
  const breaching = real.filter(({ value }) => breaches(value, settings));
  const state = judge(settings, datapoints, real, breaching);
  if (state === undefined || state === previous) return undefined;
  const crossed = state === 'ALARM' ? breaching : real.filter((point) => !breaching.includes(point));
  const judged: Judged = { state, datapoints, real, crossed, nowMs };
  return { state, reason: reasonOf(settings, judged), reasonData: reasonDataOf(settings, judged) };
}

/** Undefined: the state stays. */
function judge(
  settings: ThresholdSettings,
  datapoints: readonly Datapoint[],
  real: readonly RealDatapoint[],
  breaching: readonly RealDatapoint[],
): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, missing } = settings;
  const filled = evaluationPeriods - real.length;
  const breaches = breaching.length + (missing === 'breaching' ? filled : 0);
  if (breaches >= datapointsToAlarm) return 'ALARM';
  if (filled === 0 || missing === 'breaching' || missing === 'notBreaching') return 'OK';
  if (breaching.length < real.length) return 'OK';
  if (missing === 'ignore') return undefined;
  return isLasting(datapoints, datapointsToAlarm) ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/**
 * Whether the oldest breaching datapoint is as old as M, all that followed being missing or breaching too: it cannot be that what comes
 * next turns it to OK before M have been seen.
 */
function isLasting(datapoints: readonly Datapoint[], datapointsToAlarm: number): boolean {
  return datapoints.findLastIndex(isReal) + 1 >= datapointsToAlarm;
}

const isReal = (point: Datapoint): point is RealDatapoint => point.value !== undefined;

const samplesIn = (points: readonly Datapoint[]): number =>
  points.reduce((sum, { sampleCount = 0 }) => sum + sampleCount, 0);

function breaches(value: number, { comparison, threshold }: ThresholdSettings): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}
