import type { Tag } from '@aws-sdk/client-cloudwatch';
import type { AccessRequest, CallContext } from '../../wire/index.ts';
import type { Alarms } from './alarms/alarms.ts';
import { alarmArn, alarmNameOf, type Owner } from './records/alarm.ts';

/** The members of inputs that access depends on. */
interface Asked {
  readonly Namespace?: string;
  readonly AlarmName?: string;
  readonly AlarmNames?: readonly string[];
  readonly AlarmTypes?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly ResourceARN?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
}

/** What is asked for on alarms; the rest is asked for on `*`. */
const ON_ALARMS = new Set([
  'DeleteAlarms',
  'DescribeAlarmHistory',
  'DescribeAlarms',
  'DisableAlarmActions',
  'EnableAlarmActions',
  'PutCompositeAlarm',
  'PutMetricAlarm',
  'SetAlarmState',
]);

/**
 * Metrics are no resources of IAM: everything of them is asked for on `*`, putting with the namespace as a condition. Alarms are; who wants
 * to see composite alarms needs `*`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function accessOf(
  alarms: Alarms,
  operation: string,
  input: Asked,
  call: CallContext,
): AccessRequest[] {
  const action = `cloudwatch:${operation}`;
  if (operation === 'PutMetricData' && input.Namespace !== undefined) {
    return [{ action, resource: '*', conditions: { 'cloudwatch:namespace': input.Namespace } }];
  }
  if (input.ResourceARN !== undefined) {
    const conditions = { ...tagsOf(alarms, call, input.ResourceARN), ...tagsAsked(input) };
    return [{ action, resource: input.ResourceARN, conditions }];
  }
  if (!ON_ALARMS.has(operation)) return [{ action, resource: '*' }];
  const conditions = { ...actionsAsked(input), ...tagsAsked(input) };
  const requests = resourcesOf(operation, input, call).map(
    (resource): AccessRequest => ({
      action,
      resource,
      conditions: { ...tagsOf(alarms, call, resource), ...conditions },
    }),
  );
  if (!operation.startsWith('Put') || !input.Tags?.length) return requests;
  return [...requests, ...requests.map((request) => ({ ...request, action: 'cloudwatch:TagResource' }))];
}

function resourcesOf(operation: string, input: Asked, call: CallContext): string[] {
  if (operation.startsWith('Describe') && input.AlarmTypes?.includes('CompositeAlarm')) return ['*'];
  const names = input.AlarmName === undefined ? input.AlarmNames : [input.AlarmName];
  return names?.length ? names.map((name) => alarmArn(call, name)) : [alarmArn(call, '*')];
}

function tagsOf(alarms: Alarms, owner: Owner, arn: string): Record<string, string> {
  const name = alarmNameOf(owner, arn);
  const tags = name === undefined ? {} : (alarms.book.get(owner, name)?.tags ?? {});
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

function tagsAsked({ Tags, TagKeys }: Asked): Record<string, string | string[]> {
  const asked = (Tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? '']);
  const keys = [...(Tags ?? []).map(({ Key }) => Key as string), ...(TagKeys ?? [])];
  return { ...Object.fromEntries(asked), ...(keys.length > 0 && { 'aws:TagKeys': keys }) };
}

function actionsAsked(input: Asked): Record<string, string[]> {
  const actions = [
    ...(input.AlarmActions ?? []),
    ...(input.OKActions ?? []),
    ...(input.InsufficientDataActions ?? []),
  ];
  return actions.length > 0 ? { 'cloudwatch:AlarmActions': actions } : {};
}
