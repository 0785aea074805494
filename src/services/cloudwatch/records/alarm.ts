import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../../engine/telemetry/index.ts';
import type { Owner } from '../translate/metric.ts';

export type { Owner };

/** A state, since when and why. */
export interface StateRecord {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string;
  readonly updatedMs: number;
  readonly transitionedMs: number;
  /** What held its actions back, while it did. */
  readonly suppressedBy?: Suppression['by'];
  readonly suppressedReason?: string;
}

/** Actions of a composite alarm that are held back. */
export interface Suppression {
  readonly by: 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm';
  readonly reason: string;
  /** Before the state whose actions are held back. */
  readonly previous: StateRecord;
  /** When they are taken; undefined while the suppressor is in ALARM. */
  readonly untilMs?: number;
}

interface Common {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly actionsEnabled: boolean;
  /** ARNs, as the next two. */
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly configuredMs: number;
  readonly state: StateRecord;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a metric alarm was told to watch, as it was told. */
export type MetricSettings = Pick<
  MetricAlarm,
  | 'MetricName'
  | 'Namespace'
  | 'Statistic'
  | 'ExtendedStatistic'
  | 'Dimensions'
  | 'Period'
  | 'Unit'
  | 'DatapointsToAlarm'
  | 'TreatMissingData'
  | 'EvaluateLowSampleCountPercentile'
  | 'Metrics'
> & {
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: NonNullable<MetricAlarm['ComparisonOperator']>;
};

/** An alarm on a metric or an expression. */
export interface MetricAlarmRow extends Common {
  readonly kind: 'metric';
  readonly settings: MetricSettings;
}

/** An alarm on other alarms. */
export interface CompositeAlarmRow extends Common {
  readonly kind: 'composite';
  readonly rule: string;
  /** What may hold its actions back. */
  readonly suppressor?: {
    /** A name or an ARN, as it was told. */
    readonly alarm: string;
    readonly waitSeconds: number;
    readonly extensionSeconds: number;
  };
  readonly suppression?: Suppression;
}

/** An alarm as it is kept. */
export type AlarmRow = MetricAlarmRow | CompositeAlarmRow;

/** The name in an alarm's ARN, of this owner; a name stays what it is; undefined for other ARNs. */
export function alarmNameOf({ account, region }: Owner, nameOrArn: string): string | undefined {
  if (!nameOrArn.startsWith('arn:')) return nameOrArn;
  const prefix = alarmArn({ account, region }, '');
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : undefined;
}

/** e.g. `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:too hot` */
export const alarmArn = ({ account, region }: Owner, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** The actions of the state it is in. */
export function actionsOf(row: AlarmRow): readonly string[] {
  switch (row.state.value) {
    case 'ALARM':
      return row.alarmActions;
    case 'OK':
      return row.okActions;
    case 'INSUFFICIENT_DATA':
      return row.insufficientDataActions;
  }
}
