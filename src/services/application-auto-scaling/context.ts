import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import type { Clock, Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { CallContext, InsideClient, Operations } from '../../wire/index.ts';
import type { PolicyAlarms } from './policies/alarms.ts';
import type { AllRecords, ScalingRecords } from './records/records.ts';
import type { CallAsRole } from './resources/resource.ts';
import type { Scaler } from './scaling/scaler.ts';
import type { Schedules } from './scaling/schedules.ts';
import type { Roles } from './service-role.ts';

/** What a handler is given: who calls, the records of the caller's account and Region, and what scales. */
export interface ScalingContext {
  readonly call: CallContext;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly inside: InsideClient;
  readonly roles: Roles;
  readonly all: AllRecords;
  readonly records: ScalingRecords;
  readonly callAsRole: CallAsRole;
  readonly alarms: PolicyAlarms;
  readonly scaler: Scaler;
  readonly schedules: Schedules;
}

type All = Operations<typeof sdk, ScalingContext>;

/** The handler of the operation of that name, typed by the SDK. */
export type ScalingOperation<Name extends keyof All> = NonNullable<All[Name]>;
