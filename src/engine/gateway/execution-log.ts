import type { LogSink } from '../telemetry/index.ts';

/** What happens to one request, told line by line. */
export interface ExecutionLog {
  /** Whether `info` lines are kept: ask before making an expensive one. */
  readonly detailed: boolean;
  /** Whether `trace` lines are kept. */
  readonly tracing: boolean;
  info(line: string): void;
  /** Whole requests and answers. */
  trace(line: string): void;
  error(line: string): void;
}

/** Keeps nothing. */
export const noLog: ExecutionLog = { detailed: false, tracing: false, info() {}, trace() {}, error() {} };

/** Keeps the lines of one request, to be written out at its end. */
export class KeptLog implements ExecutionLog {
  readonly detailed: boolean;
  readonly tracing: boolean;
  readonly lines: { timeMs: number; message: string }[] = [];
  readonly #now: () => number;

  /** @param level which lines are kept */
  constructor(level: { detailed: boolean; tracing: boolean }, now: () => number) {
    this.detailed = level.detailed;
    this.tracing = level.tracing;
    this.#now = now;
  }

  info(line: string): void {
    if (this.detailed) this.error(line);
  }

  trace(line: string): void {
    if (this.tracing) this.error(line);
  }

  error(line: string): void {
    this.lines.push({ timeMs: this.#now(), message: truncated(line) });
  }
}

/** Writes a request's lines to the execution log group of its stage. */
export function writeExecutionLog(
  kept: KeptLog,
  request: {
    requestId: string;
    stage: { name: string; api: { account: string; region: string; apiId: string } };
  },
  sink: LogSink,
  stream: string,
): void {
  if (kept.lines.length === 0) return;
  const { api, name } = request.stage;
  sink.append({
    account: api.account,
    region: api.region,
    group: `API-Gateway-Execution-Logs_${api.apiId}/${name}`,
    stream,
    events: kept.lines.map(({ timeMs, message }) => ({
      timeMs,
      message: `(${request.requestId}) ${message}`,
    })),
  });
}

/** `{a=1, b=2}`, as API Gateway writes maps. */
export const braces = (entries: Iterable<readonly [string, string]>): string =>
  `{${Array.from(entries, ([name, value]) => `${name}=${value}`).join(', ')}}`;

/** API Gateway cuts a line of its log at 1,024 bytes. */
const truncated = (line: string): string =>
  line.length > 1024 ? `${line.slice(0, 1012)} [TRUNCATED]` : line;
