import { bindHandlers, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { CloudWatchDependencies } from './context.ts';
import { MOST_PUT_BYTES } from './limits.ts';
import { operations } from './operations.ts';

export type { CloudWatchDependencies } from './context.ts';

/** CloudWatch as the server runs it. */
export interface CloudWatchService {
  readonly definition: ServiceDefinition;
}

/** Opens CloudWatch over the metric store. */
export function openCloudWatch(dependencies: CloudWatchDependencies): CloudWatchService {
  return {
    definition: {
      name: 'cloudwatch',
      operations: bindHandlers(operations, (call) => ({ ...dependencies, call })),
      access: accessOf,
      maxBodyBytes: () => MOST_PUT_BYTES,
    },
  };
}
