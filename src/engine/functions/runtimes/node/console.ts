import { format } from 'node:util';
import { writeMessage } from './streams.ts';

const LEVELS = {
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  debug: 'DEBUG',
  trace: 'TRACE',
} as const;

/** Which request messages belong to; `undefined` as a word before the first, as Lambda writes it. */
export const current = { requestId: 'undefined' };

/** Writes a message as Lambda's console does: time, request, level, text, tab between. */
export function writeLine(level: string, text: string): void {
  writeMessage(`${new Date().toISOString()}\t${current.requestId}\t${level}\t${text}`);
}

/** Lets `console` write to the log channel. */
export function replaceConsole(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    console[method as keyof typeof LEVELS] = (...values: unknown[]) => {
      if (method === 'trace') {
        const trace: { stack?: string } = {};
        Error.captureStackTrace(trace, console.trace);
        writeLine(
          level,
          `Trace: ${format(...values)}\n${(trace.stack ?? '').split('\n').slice(1).join('\n')}`,
        );
      } else writeLine(level, format(...values));
    };
  }
}
