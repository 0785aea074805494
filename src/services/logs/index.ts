import { Gate } from '../../kit/index.ts';
import type { Handler, ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import type { LogsContext, LogsDependencies } from './context.ts';
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
      operations: () => handlers(parts),
      access: (operation, input, call) => accessOf(dependencies.logs, operation, input, call),
      validationFault: (message) => invalidParameter(message),
    },
  };
}

async function handlers(parts: Omit<LogsContext, 'call'>): Promise<Record<string, Handler>> {
  const { operations } = await import('./operations.ts');
  const typed: Record<string, (input: never, context: LogsContext) => unknown> = operations;
  const untyped = (operate: (input: never, context: LogsContext) => unknown): Handler => {
    return (input, call) => operate(input as never, { ...parts, call });
  };
  return Object.fromEntries(Object.entries(typed).map(([name, operate]) => [name, untyped(operate)]));
}
