import type { GroupName, LogGroup } from '../../engine/telemetry/index.ts';
import type { CallContext } from '../../wire/index.ts';
import type { LogsContext } from './context.ts';
import { groupNotFound, nameAndIdentifier, noNameOrIdentifier } from './faults.ts';

/** How an operation says which group it means. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  /** A name or an ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, with or without `:*` */
const GROUP_ARN = /^arn:aws:logs:([^:]*):(\d*):log-group:([^:]+)(?::\*)?$/;

/** The group of that name, of the caller's account and Region. */
export const groupNamed = (call: CallContext, group: string): GroupName => ({
  account: call.account,
  region: call.region,
  group,
});

/** The group an ARN names; undefined when it is not the ARN of one. */
export function groupOfArn(arn: string): GroupName | undefined {
  const found = GROUP_ARN.exec(arn);
  return found
    ? { region: found[1] as string, account: found[2] as string, group: found[3] as string }
    : undefined;
}

/** The group a name or an ARN names. */
export const groupIdentified = (call: CallContext, identifier: string): GroupName =>
  groupOfArn(identifier) ?? groupNamed(call, identifier);

/**
 * The group an operation means.
 * @throws Fault when it says both name and identifier, or neither
 */
export function groupMeant(call: CallContext, reference: GroupReference): GroupName {
  const { logGroupName, logGroupIdentifier } = reference;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) throw nameAndIdentifier();
  if (logGroupName !== undefined) return groupNamed(call, logGroupName);
  if (logGroupIdentifier !== undefined) return groupIdentified(call, logGroupIdentifier);
  throw noNameOrIdentifier();
}

/**
 * The group, which must be the caller's own.
 * @throws Fault ResourceNotFoundException when there is none
 */
export function existing({ logs, call }: LogsContext, name: GroupName): LogGroup {
  const own = name.account === call.account && name.region === call.region;
  const group = own ? logs.group(name) : undefined;
  if (!group) throw groupNotFound();
  return group;
}

/** The ARN without `:*`, as tags and the newer operations take it. */
export const groupArn = ({ region, account, group }: GroupName): string =>
  `arn:aws:logs:${region}:${account}:log-group:${group}`;

/** The ARN of a stream. */
export const streamArn = (group: GroupName, stream: string): string =>
  `${groupArn(group)}:log-stream:${stream}`;
