import { createHash } from 'node:crypto';
import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { instant } from '../../../engine/telemetry/index.ts';
import type { AlarmRow, CompositeAlarmRow, MetricSettings, Owner, StateRecord } from '../records/alarm.ts';
import { dimensionRecord } from './metric.ts';

/**
 * What a function is told that is an alarm's action.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatch-alarms.html
 */
export function alarmEvent({ account, region }: Owner, row: AlarmRow, previous: StateRecord): object {
  return {
    source: 'aws.cloudwatch',
    alarmArn: row.arn,
    accountId: account,
    time: instant(row.state.updatedMs),
    region,
    alarmData: {
      alarmName: row.name,
      state: stateData(row.state),
      previousState: stateData(previous),
      configuration: {
        ...(row.description !== undefined && { description: row.description }),
        ...(row.kind === 'composite' ? compositeData(row) : { metrics: metricsData(row.arn, row.settings) }),
      },
    },
  };
}

const compositeData = ({ rule, suppressor }: CompositeAlarmRow): object => ({
  alarmRule: rule,
  ...(suppressor && {
    actionsSuppressor: suppressor.alarm,
    actionsSuppressorWaitPeriod: suppressor.waitSeconds,
    actionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
  }),
});

const stateData = ({ value, reason, reasonData, updatedMs, ...held }: StateRecord): object => ({
  value,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: instant(updatedMs),
  ...(held.suppressedBy !== undefined && {
    actionsSuppressedBy: held.suppressedBy,
    actionsSuppressedReason: held.suppressedReason,
  }),
});

function metricsData(arn: string, settings: MetricSettings): object[] {
  if (settings.Metrics) return settings.Metrics.map(queryData);
  const stat: MetricStat = {
    Metric: settings,
    Period: settings.Period,
    Stat: settings.Statistic ?? settings.ExtendedStatistic,
    ...(settings.Unit && { Unit: settings.Unit }),
  };
  return [{ id: idOf(arn), metricStat: statData(stat), returnData: true }];
}

const queryData = ({ Id, MetricStat, Expression, Label, Period, ReturnData }: MetricDataQuery): object => ({
  id: Id,
  ...(MetricStat && { metricStat: statData(MetricStat) }),
  ...(Expression !== undefined && { expression: Expression }),
  ...(Label !== undefined && { label: Label }),
  ...(Period !== undefined && { period: Period }),
  returnData: ReturnData ?? true,
});

const statData = ({ Metric, Period, Stat, Unit }: MetricStat): object => ({
  metric: {
    namespace: Metric?.Namespace,
    name: Metric?.MetricName,
    dimensions: dimensionRecord(Metric?.Dimensions ?? []),
  },
  period: Period,
  stat: Stat,
  ...(Unit && { unit: Unit }),
});

/** The id that CloudWatch invents for the one metric of an alarm; here always the same. */
function idOf(arn: string): string {
  const hex = createHash('sha256').update(arn).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
