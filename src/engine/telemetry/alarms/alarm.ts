/** What an alarm says of what it watches. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** How a value stands to the threshold when it breaches it. */
export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** What a datapoint that is not there counts as. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What an alarm on a threshold is judged by. */
export interface ThresholdSettings {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: how many datapoints are judged. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach; undefined: all, and the reason does not speak of it. */
  readonly datapointsToAlarm?: number;
  readonly missing: MissingData;
  /** With fewer samples than this in what is judged the state stays as it is. */
  readonly leastSamples?: number;
  /** The period as the alarm was told, seconds. For the reason only, as the next two. */
  readonly periodSeconds: number;
  readonly statistic?: string;
  readonly unit?: string;
}

/** What is known of one period; without a value it is missing. */
export interface Datapoint {
  readonly startMs: number;
  readonly value?: number;
  /** Unknown for expressions. */
  readonly sampleCount?: number;
}

/** A datapoint that is there. */
export type RealDatapoint = Datapoint & { readonly value: number };

/** A new state, and why. */
export interface Verdict {
  readonly state: AlarmState;
  /** In CloudWatch's words. */
  readonly reason: string;
  /** The same as JSON. */
  readonly reasonData: string;
}
