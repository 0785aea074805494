import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { ownUserName } from './context.ts';
import type { AccountRecords } from './records/records.ts';
import { type EntityKind, entityArn, type Tags } from './records/rows.ts';

/** The members of any IAM input that bear on access. */
interface Input {
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly RoleName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly PathPrefix?: string;
  readonly AWSServiceName?: string;
  readonly PermissionsBoundary?: string;
  readonly PolicySourceArn?: string;
  readonly Tags?: readonly { Key?: string; Value?: string }[];
  readonly TagKeys?: readonly string[];
}

/**
 * What a caller needs for an operation of IAM: the action of its name on the entity it is about.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function accessOf(
  operation: string,
  input: Input,
  call: CallContext,
  records: AccountRecords,
): readonly AccessRequest[] {
  const resource = resourceOf(operation, input, call, records);
  return [{ action: `iam:${operation}`, resource, conditions: conditionsOf(operation, input, records) }];
}

/** Operations on everything of a kind, with the kind. */
const lists: Readonly<Record<string, EntityKind>> = {
  ListUsers: 'user',
  ListGroups: 'group',
  ListRoles: 'role',
  ListPolicies: 'policy',
  ListInstanceProfiles: 'instance-profile',
};

/** Operations that take their user to be the caller when they name none. */
const ofOneself = new Set([
  'GetUser',
  'CreateAccessKey',
  'ListAccessKeys',
  'UpdateAccessKey',
  'DeleteAccessKey',
  'ListMFADevices',
  'ListSigningCertificates',
  'ListSSHPublicKeys',
  'ListServiceSpecificCredentials',
  'GetLoginProfile',
  'DeleteLoginProfile',
]);

function resourceOf(operation: string, input: Input, call: CallContext, records: AccountRecords): string {
  const { account } = call;
  const list = lists[operation];
  if (list) return `arn:aws:iam::${account}:${list}${input.PathPrefix ?? '/'}`;
  const arnOf = (kind: EntityKind, name: string, path: string | undefined) =>
    entityArn(account, kind, { name, path: path ?? input.Path ?? '/' });
  // An operation on a group or a profile is about that, whichever user or role it names besides.
  if (input.GroupName !== undefined)
    return arnOf('group', input.GroupName, records.groups.find(input.GroupName)?.path);
  if (input.InstanceProfileName !== undefined) {
    return arnOf(
      'instance-profile',
      input.InstanceProfileName,
      records.profiles.find(input.InstanceProfileName)?.path,
    );
  }
  if (input.RoleName !== undefined)
    return arnOf('role', input.RoleName, records.roles.find(input.RoleName)?.path);
  const userName = ofOneself.has(operation) ? ownUserName(input.UserName, call) : input.UserName;
  if (userName !== undefined) return arnOf('user', userName, records.users.find(userName)?.path);
  if (input.PolicyArn !== undefined) return input.PolicyArn;
  if (input.PolicySourceArn !== undefined) return input.PolicySourceArn;
  if (operation === 'CreatePolicy') return arnOf('policy', input.PolicyName ?? '', undefined);
  if (input.AWSServiceName !== undefined) {
    return `arn:aws:iam::${account}:role/aws-service-role/${input.AWSServiceName}/*`;
  }
  return '*';
}

function conditionsOf(
  operation: string,
  input: Input,
  records: AccountRecords,
): Record<string, string | string[]> {
  const role = input.RoleName === undefined ? undefined : records.roles.find(input.RoleName);
  const user = input.UserName === undefined ? undefined : records.users.find(input.UserName);
  const requested = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const keys = [...requested.map(({ Key }) => Key), ...(input.TagKeys ?? [])];
  const boundary = input.PermissionsBoundary ?? role?.boundary ?? user?.boundary;
  const attaches = operation.startsWith('Attach') || operation.startsWith('Detach');
  return {
    ...tagConditions('aws:RequestTag/', requested),
    ...tagConditions('aws:ResourceTag/', role?.tags ?? user?.tags ?? []),
    ...tagConditions('iam:ResourceTag/', role?.tags ?? user?.tags ?? []),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
    ...(boundary !== undefined && { 'iam:PermissionsBoundary': boundary }),
    ...(attaches && input.PolicyArn !== undefined && { 'iam:PolicyARN': input.PolicyArn }),
    ...(input.AWSServiceName !== undefined && { 'iam:AWSServiceName': input.AWSServiceName }),
  };
}

const tagConditions = (prefix: string, tags: Tags): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [`${prefix}${Key}`, Value]));
