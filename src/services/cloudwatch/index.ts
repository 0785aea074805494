import { bindHandlers, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { Alarms } from './alarms/alarms.ts';
import type { CloudWatchDependencies } from './context.ts';
import { MOST_PUT_BYTES } from './limits.ts';

export type { CloudWatchDependencies } from './context.ts';

/** CloudWatch as the server runs it. */
export interface CloudWatchService extends Disposable {
  readonly definition: ServiceDefinition;
  /** Evaluates the alarms that are there, from now on. */
  resume(): Promise<void>;
}

/** Opens CloudWatch over the metric store. */
export function openCloudWatch(dependencies: CloudWatchDependencies): CloudWatchService {
  const { clock, metrics, timeScale } = dependencies;
  const alarms = new Alarms(dependencies);
  return {
    definition: {
      name: 'cloudwatch',
      operations: async () =>
        bindHandlers((await import('./operations.ts')).operations, (call) => ({
          clock,
          metrics,
          timeScale,
          alarms,
          call,
        })),
      access: (operation, input, call) => accessOf(alarms, operation, input, call),
      maxBodyBytes: () => MOST_PUT_BYTES,
    },
    async resume() {
      alarms.resume();
    },
    [Symbol.dispose]: () => alarms[Symbol.dispose](),
  };
}
