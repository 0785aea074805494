import type * as sdk from '@aws-sdk/client-iam';
import type { Policies } from '../../engine/policy/index.ts';
import type { Clock, Ids } from '../../kit/index.ts';
import type { CallContext, Operations } from '../../wire/index.ts';
import type { Authority } from './identity/authority.ts';
import type { LastUse } from './identity/last-use.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { AccountRecords } from './records/records.ts';

/** What an operation of IAM is given besides its input. */
export interface IamContext {
  readonly call: CallContext;
  readonly account: string;
  /** The records of the caller's account. */
  readonly records: AccountRecords;
  readonly managed: ManagedPolicies;
  readonly compiled: Policies;
  readonly authority: Authority;
  readonly lastUse: LastUse;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Runs `work` so that all of its writes happen or none. */
  readonly transaction: <T>(work: () => T) => T;
}

type All = Operations<typeof sdk, IamContext>;

/** The handler of one operation, typed by the SDK. */
export type Operation<Name extends keyof All> = NonNullable<All[Name]>;

/** The name a request means: the one it gives, or the caller's own. Undefined for the account's root user. */
export function ownUserName(given: string | undefined, call: CallContext): string | undefined {
  if (given !== undefined) return given;
  return call.caller.kind === 'user'
    ? call.caller.arn.slice(call.caller.arn.lastIndexOf('/') + 1)
    : undefined;
}
