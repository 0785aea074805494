import type * as sdk from '@aws-sdk/client-cloudwatch';
import type { MetricStore } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext, Operations } from '../../wire/index.ts';
import type { AlarmParts, Alarms } from './alarms/alarms.ts';

/** What CloudWatch is made from. */
export type CloudWatchDependencies = AlarmParts;

/** What a handler is given besides its input. */
export interface CloudWatchContext {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  /** Over 1, metrics are kept to the second, and periods may be any number of seconds. */
  readonly timeScale: number;
  readonly alarms: Alarms;
  readonly call: CallContext;
}

type All = Operations<typeof sdk, CloudWatchContext>;

/** The handler of the operation of that name, typed by the SDK. */
export type CloudWatchOperation<Name extends keyof All> = NonNullable<All[Name]>;
