import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { LogStore } from '../../engine/telemetry/index.ts';
import type { Clock, Gate, Ids } from '../../kit/index.ts';
import type { CallContext, Operations } from '../../wire/index.ts';

/** What CloudWatch Logs is made from. */
export interface LogsDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logs: LogStore;
}

/** What a handler is given besides its input. */
export interface LogsContext extends LogsDependencies {
  readonly call: CallContext;
  /** A place for each Live Tail session. */
  readonly liveTails: Gate;
}

type All = Operations<typeof sdk, LogsContext>;

/** The handler of the operation of that name, typed by the SDK. */
export type LogsOperation<Name extends keyof All> = NonNullable<All[Name]>;
