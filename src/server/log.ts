import { pino } from 'pino';
import type { Logger } from '../kit/index.ts';
import type { Config } from './config.ts';

/** Postern's own log: JSON lines on standard error, never on a request's path (`sync: false`). */
export function openLog(config: Config): Logger & { flush(): void } {
  const destination = pino.destination({ fd: 2, sync: false });
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  return Object.assign(log, { flush: () => destination.flushSync() }) as unknown as Logger & {
    flush(): void;
  };
}
