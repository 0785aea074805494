import type { CloudWatchOperation } from '../context.ts';
import { invalidCombination } from '../faults.ts';
import { ALARMS_PAGE } from '../limits.ts';
import { shownHistory } from '../translate/alarm-history.ts';
import { readPlace, writePlace } from '../translate/place.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory: CloudWatchOperation<'DescribeAlarmHistory'> = (
  input,
  { alarms, call },
) => {
  const { AlarmName, AlarmContributorId, HistoryItemType, StartDate, EndDate, NextToken } = input;
  if (StartDate && EndDate && StartDate > EndDate) {
    throw invalidCombination('The parameter StartDate must be less than the parameter EndDate.');
  }
  const types = new Set(input.AlarmTypes?.length ? input.AlarmTypes : ['MetricAlarm']);
  const wanted = alarms.history
    .list(call, AlarmName)
    .filter(
      ({ row }) =>
        types.has(row.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        AlarmContributorId === undefined &&
        (HistoryItemType === undefined || row.type === HistoryItemType) &&
        (!StartDate || row.timeMs >= StartDate.getTime()) &&
        (!EndDate || row.timeMs <= EndDate.getTime()),
    );
  const ascending = input.ScanBy === 'TimestampAscending';
  if (!ascending) wanted.reverse();
  const after = NextToken === undefined ? undefined : readPlace(NextToken);
  const rest = wanted.filter(({ key }) => after === undefined || (ascending ? key > after : key < after));
  const page = rest.slice(0, input.MaxRecords ?? ALARMS_PAGE);
  return {
    AlarmHistoryItems: page.map(({ row }) => shownHistory(row)),
    ...(rest.length > page.length && { NextToken: writePlace(page.at(-1)?.key ?? '') }),
  };
};
