import { Policies } from '../../engine/policy/index.ts';
import type { Clock, Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import {
  type Authorizer,
  bindHandlers,
  type CallContext,
  type CredentialSource,
  type ServiceDefinition,
} from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { IamContext } from './context.ts';
import { Authority } from './identity/authority.ts';
import { allowEverything, PolicyAuthorizer } from './identity/authorizer.ts';
import { Credentials, type RootCredentials } from './identity/credentials.ts';
import { LastUse } from './identity/last-use.ts';
import { Roles } from './identity/roles.ts';
import { SessionTokens } from './identity/session-tokens.ts';
import { ManagedPolicies } from './managed-policies.ts';
import { masterKey } from './master-key.ts';
import { IamRecords } from './records/records.ts';

/** What IAM is made of. */
export interface IamDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  /** The root user's key. With its secret, a 12-digit access key is the root user of that account. */
  readonly root: RootCredentials;
  /** False (`--iam=off`): everything is allowed, and roles need not exist. */
  readonly enforce: boolean;
}

/** IAM at work: its API, and what the wire and other services need of it. */
export interface Iam {
  readonly definition: ServiceDefinition;
  /** For the wire's authentication. */
  readonly credentials: CredentialSource;
  /** For the wire, and for services that decide about access themselves. */
  readonly authorizer: Authorizer;
  /** Sessions of roles: for STS, and for services that act as a role. */
  readonly roles: Roles;
  /** Managed policies by ARN: whether there is one, for STS's session policies. */
  hasManagedPolicy(arn: string): boolean;
  /** What is wrong with a policy document of an identity, in AWS's words; undefined when nothing is. */
  malformed(document: string): string | undefined;
  /** Whom an access key belongs to; undefined when it is nobody's. */
  accountOfKey(accessKeyId: string): string | undefined;
}

/** Opens IAM over its records. */
export function openIam({ clock, ids, store, root, enforce }: IamDependencies): Iam {
  const records = new IamRecords(store);
  const managed = new ManagedPolicies(records);
  const compiled = new Policies();
  const authority = new Authority(records, managed, compiled);
  const tokens = new SessionTokens(masterKey(store, ids), ids);
  const lastUse = new LastUse();
  const contextOf = (call: CallContext): IamContext => ({
    call,
    account: call.account,
    records: records.in(call.account),
    managed,
    compiled,
    authority,
    lastUse,
    clock,
    ids,
    transaction: (work) => records.transaction(work),
  });
  return {
    definition: {
      name: 'iam',
      operations: async () => bindHandlers((await import('./operations.ts')).operations, contextOf),
      access: (operation, input, call) => accessOf(operation, input, call, records.in(call.account)),
    },
    credentials: new Credentials(root, records, tokens, clock),
    authorizer: enforce ? new PolicyAuthorizer(authority, lastUse) : allowEverything,
    roles: new Roles(records, authority, tokens, clock, enforce),
    hasManagedPolicy: (arn) => managed.find(arn) !== undefined,
    malformed: (document) => {
      const policy = compiled.compile(document, 'identity');
      return 'malformed' in policy ? policy.malformed : undefined;
    },
    accountOfKey: (id) => (id === root.accessKeyId ? root.account : records.accessKey(id)?.account),
  };
}
