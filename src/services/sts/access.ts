import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { AccessRequest } from '../../wire/index.ts';
import type { Identities } from './ports.ts';

/**
 * What a caller needs for an operation of STS. Asking who one is, and a session of one's own, need nothing.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function accessOf(operation: string, input: object, { roles }: Identities): readonly AccessRequest[] {
  if (operation === 'AssumeRole') return accessToRole(input as AssumeRoleRequest, roles);
  if (operation === 'GetCallerIdentity' || operation === 'GetSessionToken') return [];
  return [{ action: `sts:${operation}`, resource: '*' }];
}

function accessToRole(input: AssumeRoleRequest, roles: Identities['roles']): readonly AccessRequest[] {
  const resource = input.RoleArn ?? '';
  const role = roles.find(resource);
  const tags = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const conditions = {
    'sts:RoleSessionName': input.RoleSessionName ?? '',
    ...(input.ExternalId !== undefined && { 'sts:ExternalId': input.ExternalId }),
    ...(input.SourceIdentity !== undefined && { 'sts:SourceIdentity': input.SourceIdentity }),
    ...(input.TransitiveTagKeys !== undefined && { 'sts:TransitiveTagKeys': input.TransitiveTagKeys }),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map(({ Key }) => Key) }),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
  const request = (action: string): AccessRequest => ({
    action,
    resource,
    ...(role && { resourceAccount: role.account, resourcePolicy: role.trust }),
    resourcePolicyMustAllow: true,
    conditions,
  });
  return [
    request('sts:AssumeRole'),
    ...(tags.length > 0 ? [request('sts:TagSession')] : []),
    ...(input.SourceIdentity !== undefined ? [request('sts:SetSourceIdentity')] : []),
  ];
}
