import type { MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { type TrackingAlarm, trackingAlarms } from '../../../engine/scaling/index.ts';
import type { Ids } from '../../../kit/index.ts';
import { Fault } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { failedAccess } from '../faults.ts';
import type { AlarmName, TrackingRow } from '../records/policy.ts';
import { type TargetKey, targetKeyOf } from '../records/target.ts';
import type { CallAsRole } from '../resources/resource.ts';
import { isMaths, periodOf, type PolicyMetric } from './metric.ts';
import { trackingPolicy } from './to-engine.ts';
import { trackedMetric } from './tracking.ts';

/** The alarms of tracking policies: made, read and taken away in CloudWatch. */
export class PolicyAlarms {
  readonly #call: CallAsRole;
  readonly #ids: Ids;

  constructor(call: CallAsRole, ids: Ids) {
    this.#call = call;
    this.#ids = ids;
  }

  /**
   * Makes the alarms of a policy.
   * @throws Fault FailedResourceAccessException where CloudWatch refuses them
   */
  async make(
    place: Place,
    row: Omit<TrackingRow, 'high' | 'low'>,
  ): Promise<Pick<TrackingRow, 'high' | 'low'>> {
    const metric = trackedMetric(row.config, row);
    const shapes = trackingAlarms(trackingPolicy(row), periodOf(metric) * 1000);
    const made: Partial<Record<TrackingAlarm['kind'], AlarmName>> = {};
    for (const shape of shapes) {
      const side = shape.kind === 'high' ? 'AlarmHigh' : 'AlarmLow';
      const name = `TargetTracking-${row.resourceId}-${side}-${this.#ids.uuid()}`;
      await this.#put({ ...targetKeyOf(row), ...place }, alarmInput(name, shape, metric, row));
      made[shape.kind] = { name, arn: `arn:aws:cloudwatch:${place.region}:${place.account}:alarm:${name}` };
    }
    const { high, low } = made;
    if (!high) throw new Error('a tracking policy has no alarm');
    return { high, ...(low && { low }) };
  }

  /** Takes alarms away; those that are gone do not matter. */
  async remove(target: TargetKey & Place, alarms: readonly AlarmName[]): Promise<void> {
    if (alarms.length === 0) return;
    const AlarmNames = alarms.map(({ name }) => name);
    try {
      await this.#call(target, 'cloudwatch', 'DeleteAlarms', { AlarmNames });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }

  /** The alarms of these names that there are. */
  async read(target: TargetKey & Place, names: readonly string[]): Promise<readonly MetricAlarm[]> {
    return this.#describe(target, { AlarmNames: names, MaxRecords: 100 });
  }

  /** The alarms that act upon a policy. */
  async actingUpon(target: TargetKey & Place, policyArn: string): Promise<readonly MetricAlarm[]> {
    return this.#describe(target, { ActionPrefix: policyArn, MaxRecords: 100 });
  }

  async #describe(target: TargetKey & Place, input: object): Promise<readonly MetricAlarm[]> {
    const { MetricAlarms = [] } = await this.#call<{ MetricAlarms?: MetricAlarm[] }>(
      target,
      'cloudwatch',
      'DescribeAlarms',
      input,
    );
    return MetricAlarms;
  }

  async #put(target: TargetKey & Place, input: PutMetricAlarmInput): Promise<void> {
    try {
      await this.#call(target, 'cloudwatch', 'PutMetricAlarm', input);
    } catch (error) {
      if (error instanceof Fault && error.status < 500) throw failedAccess(error.message);
      throw error;
    }
  }
}

/** The alarm as AWS makes it. */
function alarmInput(
  AlarmName: string,
  { kind, threshold, periods }: TrackingAlarm,
  metric: PolicyMetric,
  { arn, createdBy }: Pick<TrackingRow, 'arn' | 'createdBy'>,
): PutMetricAlarmInput {
  const action = `${arn}:createdBy/${createdBy}`;
  return {
    AlarmName,
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${action}.`,
    ActionsEnabled: true,
    AlarmActions: [action],
    ComparisonOperator: kind === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    Threshold: threshold,
    EvaluationPeriods: periods,
    ...(isMaths(metric) ? metric : (metric as PutMetricAlarmInput)),
  };
}
