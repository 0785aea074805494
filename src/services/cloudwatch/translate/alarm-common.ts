import type { PutCompositeAlarmInput, PutMetricAlarmInput, Tag } from '@aws-sdk/client-cloudwatch';
import { invalidValue, validation } from '../faults.ts';
import { MOST_TAGS } from '../limits.ts';
import { alarmArn, type AlarmRow, type Owner } from '../records/alarm.ts';

/** What is the same in all alarms: name, actions, tags. An alarm that is there keeps its state and its tags. @throws Fault */
export function commonOf(
  owner: Owner,
  input: PutMetricAlarmInput | PutCompositeAlarmInput,
  known: AlarmRow | undefined,
  nowMs: number,
): Omit<AlarmRow, 'kind' | 'settings' | 'rule'> {
  const name = input.AlarmName as string;
  if (/\p{Cc}/u.test(name)) throw validation('AlarmName must not contain ASCII control characters');
  const unchecked = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' } as const;
  return {
    name,
    arn: alarmArn(owner, name),
    ...(input.AlarmDescription !== undefined && { description: input.AlarmDescription }),
    actionsEnabled: input.ActionsEnabled ?? true,
    okActions: checkedActions(owner, input.OKActions),
    alarmActions: checkedActions(owner, input.AlarmActions),
    insufficientDataActions: checkedActions(owner, input.InsufficientDataActions),
    configuredMs: nowMs,
    state: known?.state ?? { ...unchecked, updatedMs: nowMs, transitionedMs: nowMs },
    tags: known?.tags ?? tagRecord({}, input.Tags ?? []),
  };
}

function checkedActions({ region }: Owner, arns: readonly string[] = []): readonly string[] {
  for (const arn of arns) {
    const [scheme, partition, service, where, , resource] = arn.split(':');
    if (scheme !== 'arn' || !partition || !service || !resource)
      throw validation(`Invalid arn syntax: ${arn}`);
    if (where && where !== region)
      throw validation(`Invalid region ${where} specified. Only ${region} is supported.`);
  }
  return arns;
}

/** Tags with more of them. @throws Fault for too many */
export function tagRecord(
  tags: Readonly<Record<string, string>>,
  added: readonly Tag[],
): Readonly<Record<string, string>> {
  const all = { ...tags };
  for (const { Key, Value } of added) {
    if (Key?.toLowerCase().startsWith('aws:')) {
      throw invalidValue('The tag key must not start with aws:');
    }
    all[Key as string] = Value ?? '';
  }
  if (Object.keys(all).length <= MOST_TAGS) return all;
  throw invalidValue(`The number of tags must not be greater than ${MOST_TAGS}.`);
}
