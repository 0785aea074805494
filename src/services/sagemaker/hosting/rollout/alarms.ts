import type { DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Caller, InsideClient } from '../../../../wire/index.ts';
import type { Place } from '../../arns.ts';

/** The state of each of the alarms that are there, by name; read as `caller`. */
export async function alarmStates(
  inside: InsideClient,
  { region }: Place,
  caller: Caller,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const found = await inside.call<DescribeAlarmsCommandOutput>({
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    input: { AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 },
    caller,
    region,
  });
  const alarms = [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])];
  return new Map(alarms.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
}

/** Those of the alarms that are in state ALARM. */
export async function alarmsInAlarm(
  inside: InsideClient,
  place: Place,
  names: readonly string[],
): Promise<readonly string[]> {
  const { account } = place;
  // Who updated the endpoint was asked then whether it may look; a deployment may outlive its session.
  const caller: Caller = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
  const states = await alarmStates(inside, place, caller, names);
  return names.filter((name) => states.get(name) === 'ALARM');
}
