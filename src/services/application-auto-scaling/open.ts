import type { MetricStore } from '../../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import {
  bindHandlers,
  type CallContext,
  type InsideClient,
  type ServiceDefinition,
} from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { ScalingContext } from './context.ts';
import { PolicyAlarms } from './policies/alarms.ts';
import { allRecords, ScalingRecords } from './records/records.ts';
import { Measure } from './scaling/measure.ts';
import { type AlarmAction, Scaler } from './scaling/scaler.ts';
import { Schedules } from './scaling/schedules.ts';
import { callAsRole, type Roles } from './service-role.ts';

/** What Application Auto Scaling stands on. */
export interface ScalingDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  /** Resources and alarms are read and changed through it, as the roles that are linked to scaling. */
  readonly inside: InsideClient;
  readonly roles: Roles;
  readonly metrics: MetricStore;
  /** Cooldowns and metric periods are divided by this. */
  readonly timeScale: number;
  background(name: string, work: Promise<void>): void;
}

/** Application Auto Scaling, opened. Disposing stops it; what is under way goes on at the next start. */
export interface ApplicationAutoScaling extends Disposable {
  readonly definition: ServiceDefinition;
  /** Takes an alarm's action upon a scaling policy. */
  onAlarm(action: AlarmAction): void;
  /** Goes on with what was under way, and with schedules. */
  resume(): Promise<void>;
}

/** Opens Application Auto Scaling. */
export function openApplicationAutoScaling(dependencies: ScalingDependencies): ApplicationAutoScaling {
  const { clock, ids, log, store, inside, roles } = dependencies;
  const all = allRecords(store);
  const call = callAsRole({ inside, roles });
  const alarms = new PolicyAlarms(call, ids);
  const scaler = new Scaler({
    ...dependencies,
    background: (name, work) => dependencies.background(name, work),
    records: all,
    call,
    alarms,
    measure: new Measure(dependencies),
  });
  const schedules = new Schedules({ clock, log, records: all, scaler });
  const shared = { clock, ids, store, inside, roles, all, callAsRole: call, alarms, scaler, schedules };
  const contextOf = (context: CallContext): ScalingContext => ({
    ...shared,
    call: context,
    records: new ScalingRecords(all, context),
  });
  return {
    definition: {
      name: 'application-auto-scaling',
      operations: async () => bindHandlers((await import('./operations.ts')).operations, contextOf),
      access: (operation, input, context) =>
        accessOf(operation, input, context, new ScalingRecords(all, context)),
    },
    onAlarm: (action) => scaler.onAlarm(action),
    resume: async () => {
      scaler.resume();
      schedules.look();
    },
    [Symbol.dispose]() {
      schedules[Symbol.dispose]();
      scaler[Symbol.dispose]();
    },
  };
}
