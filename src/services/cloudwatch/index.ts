import type { Handler, ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { CloudWatchContext, CloudWatchDependencies } from './context.ts';
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
      operations: handlers(dependencies),
      access: accessOf,
      maxBodyBytes: () => MOST_PUT_BYTES,
    },
  };
}

function handlers(dependencies: CloudWatchDependencies): Record<string, Handler> {
  const typed: Record<string, (input: never, context: CloudWatchContext) => unknown> = operations;
  const untyped = (operate: (input: never, context: CloudWatchContext) => unknown): Handler => {
    return (input, call) => operate(input as never, { ...dependencies, call });
  };
  return Object.fromEntries(Object.entries(typed).map(([name, operate]) => [name, untyped(operate)]));
}
