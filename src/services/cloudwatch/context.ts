import type * as sdk from '@aws-sdk/client-cloudwatch';
import type { MetricStore } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext, InputOf, OutputOf } from '../../wire/index.ts';

/** What CloudWatch is made from. */
export interface CloudWatchDependencies {
  readonly clock: Clock;
  readonly metrics: MetricStore;
}

/** What a handler is given besides its input. */
export interface CloudWatchContext extends CloudWatchDependencies {
  readonly call: CallContext;
}

type Name = keyof typeof sdk extends infer K ? (K extends `${infer N}Command` ? N : never) : never;

/** The handler of the operation of that name, typed by the SDK. */
export type CloudWatchOperation<N extends Name> = (
  input: InputOf<(typeof sdk)[`${N}Command`]>,
  context: CloudWatchContext,
) => OutputOf<(typeof sdk)[`${N}Command`]> | Promise<OutputOf<(typeof sdk)[`${N}Command`]>>;
