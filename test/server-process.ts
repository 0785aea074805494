import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/server/main.ts', import.meta.url));

/** A Postern in a process of its own, to be killed. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  readonly state: string;
  /** What an SDK client is made with: the root user's credentials. Nobody tries twice. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** The environment that points other clients here. */
  readonly environment: Readonly<Record<string, string>>;
  /** SIGKILL, or another signal; resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const credentials = { accessKeyId: 'AKIAPOSTERNPROCESS00', secretAccessKey: 'secret-of-a-server-in-a-test' };

/**
 * Starts the server's program on a free port.
 * @param options as on its command line
 * @param temporary its own directory for scratch, as `TMPDIR`
 * @throws Error with what it said when it ends before it is ready
 */
export async function startServerProcess(
  options: readonly string[],
  temporary: string,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, '--port', '0', '--log-level', 'error', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      TMPDIR: temporary,
      POSTERN_ACCESS_KEY_ID: credentials.accessKeyId,
      POSTERN_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const { url, state } = await ready(child).catch(() => {
    throw new Error(said);
  });
  const client = { endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    pid: child.pid as number,
    url,
    state,
    client,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: client.region,
    },
    kill,
    [Symbol.asyncDispose]: () => kill('SIGTERM'),
  };
}

async function ready(child: ChildProcess): Promise<{ url: string; state: string }> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const ended = once(child, 'exit').then(() => {
    throw new Error('it ended');
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => {});
  return JSON.parse(line);
}

/** A process that lives, so named that no later one of the same id is taken for it. */
export interface Living {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** All processes below `pid`. Linux only. */
export async function processesBelow(pid: number): Promise<Living[]> {
  const all = await everyProcess();
  const found: Living[] = [];
  for (const parents = new Set([pid]); ; ) {
    const more = all.filter((one) => parents.has(one.parent) && !parents.has(one.pid));
    if (more.length === 0) return found;
    for (const one of more) parents.add(one.pid);
    found.push(...more);
  }
}

/** Those of `processes` that are still there. Linux only. */
export async function stillLiving(processes: readonly Living[]): Promise<Living[]> {
  const all = await everyProcess();
  return processes.filter(({ pid, started }) =>
    all.some((one) => one.pid === pid && one.started === started),
  );
}

async function everyProcess(): Promise<(Living & { parent: number })[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (path: string) => readFile(path, 'latin1').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [stat, command] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/cmdline`)]);
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may have spaces
      const [state, parent] = [fields[0], Number(fields[1])];
      return {
        pid: Number(pid),
        parent,
        started: fields[19] ?? '',
        command: command.replaceAll('\0', ' '),
        state,
      };
    }),
  );
  return found.filter(({ state, started }) => started !== '' && state !== 'Z');
}
