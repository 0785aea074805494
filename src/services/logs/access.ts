import type { GroupName, LogStore } from '../../engine/telemetry/index.ts';
import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { groupArn, groupIdentified, groupNamed, groupOfArn, streamArn } from './names.ts';

/** The members of inputs that say which resource is meant. */
interface Input {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly logStreamName?: string;
  readonly resourceArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly tagKeys?: readonly string[];
}

/**
 * What a caller needs. Groups are asked for as AWS does it: as their nameless stream, which `log-group:NAME:*` covers; for tags as the bare group.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function accessOf(
  logs: LogStore,
  operation: string,
  input: Input,
  call: CallContext,
): AccessRequest[] {
  const action = `logs:${operation}`;
  if (operation === 'TestMetricFilter') return [{ action, resource: '*' }];
  if (input.resourceArn !== undefined) {
    const group = groupOfArn(input.resourceArn);
    const resource = group ? groupArn(group) : input.resourceArn;
    return [{ action, resource, ...conditionsOf(logs, group, input) }];
  }
  if (operation === 'StartLiveTail') {
    return (input.logGroupIdentifiers ?? []).map((identifier) => {
      const group = groupIdentified(call, identifier);
      return { action, resource: groupArn(group), ...conditionsOf(logs, group, input) };
    });
  }
  const name = input.logGroupName ?? input.logGroupIdentifier;
  if (name === undefined) return [{ action, resource: streamArn(groupNamed(call, ''), '') }];
  const group = groupIdentified(call, name);
  const whole = operation === 'FilterLogEvents' || operation === 'DescribeLogStreams';
  const resource = streamArn(group, whole ? '' : (input.logStreamName ?? ''));
  const request = { action, resource, ...conditionsOf(logs, group, input) };
  const tagging = operation === 'CreateLogGroup' && Object.keys(input.tags ?? {}).length > 0;
  return tagging
    ? [request, { ...request, action: 'logs:TagResource', resource: groupArn(group) }]
    : [request];
}

function conditionsOf(
  logs: LogStore,
  group: GroupName | undefined,
  input: Input,
): Pick<AccessRequest, 'conditions'> {
  const conditions: Record<string, string | readonly string[]> = {};
  const own = group && logs.group(group);
  for (const [key, value] of Object.entries(own?.tags ?? {})) conditions[`aws:ResourceTag/${key}`] = value;
  if (input.tags && !Array.isArray(input.tags)) {
    for (const [key, value] of Object.entries(input.tags)) conditions[`aws:RequestTag/${key}`] = value;
    conditions['aws:TagKeys'] = Object.keys(input.tags);
  } else if (input.tagKeys) conditions['aws:TagKeys'] = input.tagKeys;
  return Object.keys(conditions).length > 0 ? { conditions } : {};
}
