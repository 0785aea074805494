import { Gate } from '../../kit/index.ts';
import { bindHandlers, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { LogsDependencies } from './context.ts';
import { invalidParameter } from './faults.ts';
import { MOST_LIVE_TAILS } from './limits.ts';

export type { LogsDependencies } from './context.ts';

/** CloudWatch Logs as the server runs it. */
export interface LogsService {
  readonly definition: ServiceDefinition;
}

/** Opens CloudWatch Logs over the log store. */
export function openLogs(dependencies: LogsDependencies): LogsService {
  const parts = { ...dependencies, liveTails: new Gate(MOST_LIVE_TAILS, 0) };
  return {
    definition: {
      name: 'logs',
      operations: async () =>
        bindHandlers((await import('./operations.ts')).operations, (call) => ({ ...parts, call })),
      access: (operation, input, call) => accessOf(dependencies.logs, operation, input, call),
      validationFault: (message) => invalidParameter(message),
    },
  };
}
