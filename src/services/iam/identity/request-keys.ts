import { type RequestKeys, requestKeys } from '../../../engine/policy/index.ts';
import type { AccessRequest, CallContext } from '../../../wire/index.ts';
import type { Session } from './session.ts';

const principalTypes = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
  service: 'AWSService',
  anonymous: 'Anonymous',
} as const;

/** The condition keys of a request, put together when a policy first asks for one: most never do. */
export function keysOf(
  call: CallContext,
  request: AccessRequest,
  tags: Readonly<Record<string, string>>,
): RequestKeys {
  let keys: RequestKeys | undefined;
  return {
    get: (key) => {
      keys ??= gatherKeys(call, request, tags);
      return keys.get(key);
    },
  };
}

/**
 * The condition keys of a request: the global ones that have a meaning here, and the service's own.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function gatherKeys(
  call: CallContext,
  request: AccessRequest,
  tags: Readonly<Record<string, string>>,
): RequestKeys {
  const { caller, headers, origin } = call;
  const session = caller.session as Session | undefined;
  const keys = requestKeys({
    'aws:CurrentTime': `${new Date(call.timeMs).toISOString().slice(0, 19)}Z`,
    'aws:EpochTime': String(Math.floor(call.timeMs / 1000)),
    'aws:SecureTransport': String(origin.secure),
    'aws:SourceIp': origin.vpcEndpointId === undefined ? origin.sourceIp : undefined,
    'aws:VpcSourceIp': origin.vpcEndpointId === undefined ? undefined : origin.sourceIp,
    'aws:SourceVpce': origin.vpcEndpointId,
    'aws:SourceVpc': origin.vpcId,
    'aws:UserAgent': headers.get('user-agent'),
    'aws:Referer': headers.get('referer'),
    'aws:RequestedRegion': call.region,
    'aws:ResourceAccount': request.resourceAccount ?? call.account,
    'aws:ViaAWSService': 'false',
    'aws:PrincipalType': principalTypes[caller.kind],
    'aws:PrincipalIsAWSService': String(caller.kind === 'service'),
    'aws:SourceArn': caller.sourceArn,
    'aws:SourceAccount': caller.sourceArn === undefined ? undefined : caller.account,
  });
  if (caller.kind === 'service') keys.set('aws:principalservicename', [caller.arn]);
  else if (caller.kind !== 'anonymous') {
    keys.set('aws:principalarn', [caller.roleArn ?? caller.arn]);
    keys.set('aws:principalaccount', [caller.account]);
    keys.set('aws:userid', [caller.userId]);
  }
  if (caller.kind === 'user') keys.set('aws:username', [caller.arn.slice(caller.arn.lastIndexOf('/') + 1)]);
  for (const [name, value] of Object.entries(tags))
    keys.set(`aws:principaltag/${name.toLowerCase()}`, [value]);
  if (session) setSessionKeys(keys, session);
  for (const [name, value] of Object.entries(request.conditions ?? {})) {
    keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return keys;
}

function setSessionKeys(keys: Map<string, readonly string[]>, session: Session): void {
  keys.set('aws:tokenissuetime', [`${new Date(session.issuedMs).toISOString().slice(0, 19)}Z`]);
  keys.set('aws:multifactorauthpresent', ['false']);
  if (session.sourceIdentity !== undefined) keys.set('aws:sourceidentity', [session.sourceIdentity]);
}
