import type { Cost, RunOutcome, WorkerEnd } from '../../../engine/functions/index.ts';

/** The line at the begin of a request. */
export const startLine = (id: string, version: string): string =>
  `START RequestId: ${id} Version: ${version}\n`;

/** The line of a new worker. */
export const initLine = (runtime: string, arn: string): string =>
  `INIT_START Runtime Version: ${runtime}\tRuntime Version ARN: ${arn}\n`;

/** Billed milliseconds: the start of the worker counts since August 2025. */
export const billedMs = ({ durationMs, initMs = 0 }: Cost): number =>
  Math.max(1, Math.ceil(durationMs + initMs));

/** How Lambda puts the end of a worker that ended by itself. */
export function exitReason({ code, signal }: WorkerEnd): string {
  if (signal) return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
}

const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGBUS: 'bus error',
  SIGTERM: 'terminated',
  SIGILL: 'illegal instruction',
};

/** The lines at the end of a request: what went wrong, END and REPORT. */
export function endLines(
  id: string,
  outcome: RunOutcome,
  about: { timeMs: number; timeoutMs: number; memoryMb: number },
): string[] {
  const { trouble, status } = troubleOf(id, outcome, about);
  const { cost } = outcome;
  const fields = [
    `REPORT RequestId: ${id}`,
    `Duration: ${cost.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs(cost)} ms`,
    `Memory Size: ${about.memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(cost.peakMemoryBytes / 1048576)} MB`,
    ...(cost.initMs === undefined ? [] : [`Init Duration: ${cost.initMs.toFixed(2)} ms`]),
    ...status,
  ];
  return [...trouble, `END RequestId: ${id}\n`, `${fields.join('\t')}\t\n`];
}

function troubleOf(
  id: string,
  outcome: RunOutcome,
  { timeMs, timeoutMs }: { timeMs: number; timeoutMs: number },
): { trouble: string[]; status: string[] } {
  const exit = (reason: string) => ({
    trouble: [`RequestId: ${id} Error: ${reason}\nRuntime.ExitError\n`],
    status: ['Status: error', 'Error Type: Runtime.ExitError'],
  });
  switch (outcome.kind) {
    case 'timed-out': {
      const text = `${new Date(timeMs).toISOString()} ${id} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds\n\n`;
      return { trouble: [text], status: ['Status: timeout'] };
    }
    case 'crashed':
      return exit(exitReason(outcome.end));
    case 'out-of-memory':
      return exit('Runtime exited with error: signal: killed');
    default:
      return { trouble: [], status: [] };
  }
}

/** The body that stands for an answer when the handler gave none. */
export function errorPayload(id: string, outcome: RunOutcome, timeoutMs: number): Buffer {
  switch (outcome.kind) {
    case 'answered':
    case 'failed':
    case 'init-failed':
      return outcome.payload;
    case 'timed-out':
      return body(
        'Sandbox.Timedout',
        `RequestId: ${id} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
      );
    case 'crashed':
      return body('Runtime.ExitError', `RequestId: ${id} Error: ${exitReason(outcome.end)}`);
    case 'out-of-memory':
      return body('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited with error: signal: killed`);
  }
}

const body = (errorType: string, errorMessage: string): Buffer =>
  Buffer.from(JSON.stringify({ errorType, errorMessage }));
