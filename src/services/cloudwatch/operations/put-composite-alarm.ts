import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import { readRule, type ReadRule } from '../../../engine/telemetry/index.ts';
import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';
import { limitExceeded, missing, validation } from '../faults.ts';
import { MOST_ALARMS, MOST_CHILDREN, MOST_ELEMENTS, MOST_PARENTS } from '../limits.ts';
import { alarmNameOf, type CompositeAlarmRow } from '../records/alarm.ts';
import { commonOf } from '../translate/alarm-common.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const putCompositeAlarm: CloudWatchOperation<'PutCompositeAlarm'> = (input, context) => {
  const { alarms, clock, call } = context;
  const known = alarms.book.get(call, input.AlarmName);
  const common = commonOf(call, input, known, clock.now());
  for (const arn of [...common.okActions, ...common.alarmActions, ...common.insufficientDataActions]) {
    if (/^arn:[^:]+:(autoscaling|automate|swf):/.test(arn)) {
      throw validation(`Composite alarms do not support the action ${arn}`);
    }
  }
  if (known?.kind === 'metric') {
    throw validation(`The alarm ${input.AlarmName} already exists as a metric alarm.`);
  }
  if (!known && alarms.book.count(call) >= MOST_ALARMS) {
    throw limitExceeded('The maximum limit of alarms has been reached.');
  }
  checkRule(input.AlarmRule, input.AlarmName, context);
  const suppressor = suppressorOf(input, context);
  // what was held back under another suppressor is so no more
  const kept = known && suppressor?.alarm === known.suppressor?.alarm && known.suppression;
  alarms.put(call, {
    ...common,
    kind: 'composite',
    rule: input.AlarmRule,
    ...(suppressor && { suppressor }),
    ...(kept && { suppression: kept }),
  });
  return {};
};

function suppressorOf(
  input: PutCompositeAlarmInput,
  { alarms, call }: CloudWatchContext,
): CompositeAlarmRow['suppressor'] {
  const { ActionsSuppressor: alarm, ActionsSuppressorWaitPeriod: waitSeconds } = input;
  const { ActionsSuppressorExtensionPeriod: extensionSeconds } = input;
  if (alarm === undefined) {
    if (waitSeconds === undefined && extensionSeconds === undefined) return undefined;
    throw missing('ActionsSuppressor');
  }
  if (waitSeconds === undefined) throw missing('ActionsSuppressorWaitPeriod');
  if (extensionSeconds === undefined) throw missing('ActionsSuppressorExtensionPeriod');
  if (waitSeconds < 0 || extensionSeconds < 0) {
    throw validation('The periods of an actions suppressor must not be negative');
  }
  const name = alarmNameOf(call, alarm);
  if (name === undefined || !alarms.book.get(call, name)) {
    throw validation(`Could not save the composite alarm as the actions suppressor ${alarm} does not exist`);
  }
  return { alarm, waitSeconds, extensionSeconds };
}

function checkRule(text: string, name: string, { alarms, call }: CloudWatchContext): void {
  const read = readRule(text);
  if ('wrong' in read) throw validation(`AlarmRule is not valid: ${read.wrong}`);
  checkSize(read);
  const children = read.alarms.map((alarm) => ({ alarm, known: alarmNameOf(call, alarm) }));
  const lost = children.filter(({ known }) => known === undefined || !alarms.book.get(call, known));
  if (lost.length > 0) {
    const names = lost.map(({ alarm }) => alarm).join(', ');
    throw validation(
      `Could not save the composite alarm as alarms [${names}] in the alarm rule do not exist`,
    );
  }
  for (const { known = '' } of children) {
    const parents = alarms.book.parentsOf(call, known).filter((parent) => parent.name !== name);
    if (parents.length < MOST_PARENTS) continue;
    throw validation(`The alarm ${known} is watched by ${MOST_PARENTS} composite alarms already.`);
  }
}

function checkSize({ alarms, elements }: ReadRule): void {
  if (alarms.length > MOST_CHILDREN) {
    throw validation(`AlarmRule must not name more than ${MOST_CHILDREN} alarms`);
  }
  if (elements > MOST_ELEMENTS)
    throw validation(`AlarmRule must not have more than ${MOST_ELEMENTS} elements`);
}
