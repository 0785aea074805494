import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Logger } from '../../kit/index.ts';
import { LogStore } from './logs/log-store.ts';
import { MetricStore } from './metrics/metric-store.ts';

/** What was measured and what was said. */
export interface Telemetry extends AsyncDisposable {
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  /** Forgets everything. */
  clear(): void;
}

/**
 * Opens metrics and logs.
 * @param timeScale over 1, metrics are kept to the second, so that periods can be that much shorter
 * @param directory where their files are, made when it is missing; undefined: in memory only
 */
export function openTelemetry({
  directory,
  clock,
  log,
  timeScale = 1,
}: {
  readonly directory: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeScale?: number;
}): Telemetry {
  if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = (name: string): string => (directory === undefined ? ':memory:' : join(directory, name));
  const metrics = new MetricStore(file('metrics.db'), { clock, log, timeScale });
  const logs = new LogStore(file('logs.db'), { clock, log });
  return {
    metrics,
    logs,
    clear() {
      metrics.clear();
      logs.clear();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([metrics[Symbol.asyncDispose](), logs[Symbol.asyncDispose]()]);
    },
  };
}
