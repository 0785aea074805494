import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

/** One request, sent over and over. */
export interface Target {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of a load. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 2xx, and connections that broke. */
  readonly failed: number;
}

const run = promisify(execFile);

/** The load generator: `wrk` where it is found, for it costs a tenth of the processor; else `autocannon`. */
export const generator: 'wrk' | 'autocannon' = (() => {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'autocannon' : 'wrk'; // wrk --version exits with 1
  }
  return 'wrk';
})();

/** Sends the request over `connections` kept-alive connections for `seconds`, after a warm-up of half as long and at least 3 s: compilers warm up. */
export async function load(target: Target, connections: number, seconds: number): Promise<Measured> {
  await loadOnce(target, connections, Math.max(3, Math.round(seconds / 2)));
  return loadOnce(target, connections, seconds);
}

/** The same of a program that is warm. */
export const loadOnce = generator === 'wrk' ? byWrk : byAutocannon;

async function byWrk(target: Target, connections: number, seconds: number): Promise<Measured> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const script = join(directory, 'request.lua');
    const headers = Object.entries(target.headers).map(
      ([name, value]) => `wrk.headers[${lua(name)}] = ${lua(value)}`,
    );
    await writeFile(
      script,
      [`wrk.method = ${lua(target.method)}`, `wrk.body = ${lua(target.body)}`, ...headers].join('\n'),
    );
    const { stdout } = await run('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--timeout',
      '30s',
      '--latency',
      '-s',
      script,
      target.url,
    ]);
    const found = (pattern: RegExp): string => pattern.exec(stdout)?.[1] ?? '0';
    return {
      requestsPerSecond: Number(found(/Requests\/sec:\s+([\d.]+)/)),
      p50Ms: milliseconds(found(/^\s+50%\s+(\S+)/m)),
      p99Ms: milliseconds(found(/^\s+99%\s+(\S+)/m)),
      failed:
        Number(found(/Non-2xx or 3xx responses: (\d+)/)) +
        Number(found(/Socket errors: connect \d+, read (\d+)/)),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A Lua string literal. */
const lua = (text: string): string => JSON.stringify(text).replaceAll(/\\u([0-9a-f]{4})/gi, '\\u{$1}');

function milliseconds(text: string): number {
  const [, value = '0', unit = 'ms'] = /^([\d.]+)(us|ms|s|m)$/.exec(text) ?? [];
  return Number(value) * ({ us: 0.001, ms: 1, s: 1000, m: 60_000 }[unit] as number);
}

async function byAutocannon(target: Target, connections: number, duration: number): Promise<Measured> {
  const result = await autocannon({ ...target, connections, duration });
  return {
    requestsPerSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}
