import type { DescribeAlarmsInput } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';
import { exclusive, validation } from '../faults.ts';
import { ALARMS_PAGE } from '../limits.ts';
import type { AlarmRow } from '../records/alarm.ts';
import { shownCompositeAlarm, shownMetricAlarm } from '../translate/alarm.ts';
import { readPlace, writePlace } from '../translate/place.ts';

type Shown = ReturnType<typeof shownMetricAlarm> | ReturnType<typeof shownCompositeAlarm>;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms: CloudWatchOperation<'DescribeAlarms'> = (input, context) => {
  const { rows, members } = asked(input, context);
  const after = input.NextToken === undefined ? '' : readPlace(input.NextToken);
  const rest = rows.filter(({ name }) => name > after);
  const page = rest.slice(0, input.MaxRecords ?? ALARMS_PAGE);
  const cut = (row: Shown): Shown =>
    members ? Object.fromEntries(Object.entries(row).filter(([name]) => members.has(name))) : row;
  return {
    MetricAlarms: page.flatMap((row) => (row.kind === 'metric' ? cut(shownMetricAlarm(row)) : [])),
    CompositeAlarms: page.flatMap((row) => (row.kind === 'composite' ? cut(shownCompositeAlarm(row)) : [])),
    ...(rest.length > page.length && { NextToken: writePlace(page.at(-1)?.name ?? '') }),
  };
};

/** What is shown of the alarms in a composite alarm, and of those it is in. */
const CHILD = new Set(['AlarmName', 'AlarmArn', 'StateValue', 'StateUpdatedTimestamp']);
const PARENT = new Set(['AlarmName', 'AlarmArn']);

/** The alarms asked for, by name, and which of their members. */
function asked(
  input: DescribeAlarmsInput,
  { alarms, call }: CloudWatchContext,
): { rows: readonly AlarmRow[]; members?: ReadonlySet<string> } {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input;
  if (parent === undefined && child === undefined) return { rows: filtered(input, alarms.book.list(call)) };
  const others = Object.entries(input).filter(
    ([name, value]) => value !== undefined && name !== 'MaxRecords' && name !== 'NextToken',
  );
  if (others.length > 1) {
    const name = parent === undefined ? 'ParentsOfAlarmName' : 'ChildrenOfAlarmName';
    throw validation(`${name} can be specified with MaxRecords and NextToken only`);
  }
  const byName = (rows: readonly AlarmRow[]) => rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return parent === undefined
    ? { rows: byName(alarms.book.parentsOf(call, child as string)), members: PARENT }
    : { rows: byName(alarms.book.childrenOf(call, parent)), members: CHILD };
}

function filtered(input: DescribeAlarmsInput, rows: readonly AlarmRow[]): readonly AlarmRow[] {
  const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix } = input;
  if (AlarmNames?.length && AlarmNamePrefix !== undefined) throw exclusive('AlarmNames', 'AlarmNamePrefix');
  const types = new Set(input.AlarmTypes?.length ? input.AlarmTypes : ['MetricAlarm']);
  const names = AlarmNames?.length ? new Set(AlarmNames) : undefined;
  return rows.filter(
    (row) =>
      types.has(row.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
      (!names || names.has(row.name)) &&
      row.name.startsWith(AlarmNamePrefix ?? '') &&
      (StateValue === undefined || row.state.value === StateValue) &&
      (ActionPrefix === undefined || actsOn(row, ActionPrefix)),
  );
}

const actsOn = (row: AlarmRow, prefix: string): boolean =>
  [row.okActions, row.alarmActions, row.insufficientDataActions].some((arns) =>
    arns.some((arn) => arn.startsWith(prefix)),
  );
