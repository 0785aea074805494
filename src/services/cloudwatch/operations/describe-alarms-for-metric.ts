import type { DescribeAlarmsForMetricInput } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchOperation } from '../context.ts';
import type { MetricSettings } from '../records/alarm.ts';
import { shownMetricAlarm } from '../translate/alarm.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html */
export const describeAlarmsForMetric: CloudWatchOperation<'DescribeAlarmsForMetric'> = (
  input,
  { alarms, call },
) => {
  const rows = alarms.book.list(call);
  return {
    MetricAlarms: rows.flatMap((row) =>
      row.kind === 'metric' && watches(row.settings, input) ? shownMetricAlarm(row) : [],
    ),
  };
};

function watches(settings: MetricSettings, input: DescribeAlarmsForMetricInput): boolean {
  const same = ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const;
  return (
    same.every((name) => input[name] === undefined || input[name] === settings[name]) &&
    dimensionsText(settings.Dimensions) === dimensionsText(input.Dimensions)
  );
}

const dimensionsText = (dimensions: MetricSettings['Dimensions'] = []): string =>
  JSON.stringify(dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).toSorted());
