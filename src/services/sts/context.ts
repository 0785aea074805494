import type * as sdk from '@aws-sdk/client-sts';
import type { CallContext, Operations } from '../../wire/index.ts';
import type { Identities } from './ports.ts';

/** What an operation of STS is given besides its input. */
export interface StsContext {
  readonly call: CallContext;
  readonly identities: Identities;
  /** False: the root user may assume roles, and no session is too long. */
  readonly enforce: boolean;
}

type All = Operations<typeof sdk, StsContext>;

/** The handler of one operation, typed by the SDK. */
export type Operation<Name extends keyof All> = NonNullable<All[Name]>;
