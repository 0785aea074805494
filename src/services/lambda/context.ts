import type * as sdk from '@aws-sdk/client-lambda';
import type { CodeStore } from '../../engine/functions/index.ts';
import type { Clock, Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { CallContext, InsideClient, Operations } from '../../wire/index.ts';
import type { Hosting } from './hosting/hosting.ts';
import type { Invoker } from './hosting/invoker.ts';
import type { WaitingEvents } from './hosting/waiting-events.ts';
import type { Roles } from './ports.ts';
import type { LambdaRecords } from './records/records.ts';

/** What every handler works with, whoever calls. */
export interface LambdaParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly roles: Roles;
  readonly code: CodeStore;
  readonly hosting: Hosting;
  readonly invoker: Invoker;
  readonly events: WaitingEvents;
  /** Where an archive can be fetched. */
  readonly codeLocation: (id: string, endpoint: string) => string;
  readonly background: (name: string, work: Promise<void>) => void;
}

/** What a handler is given besides its input. */
export interface LambdaContext extends LambdaParts {
  readonly call: CallContext;
  /** Of the caller's account and Region. */
  readonly records: LambdaRecords;
}

type All = Operations<typeof sdk, LambdaContext>;

/** The handler of the operation of that name, typed by the SDK. */
export type Operation<Name extends keyof All> = NonNullable<All[Name]>;
