import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server that this command started. */
export interface ServerProcess {
  readonly url: string;
  readonly state: string;
  /** Milliseconds from spawn to ready. */
  readonly startMs: number;
  /** Resolves with the exit code when it ends, however it ends. */
  readonly exited: Promise<number>;
  /** Asks it to stop. It also stops by itself when this process dies. */
  stop(): void;
}

const main = fileURLToPath(
  new URL(`../server/main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/**
 * Starts a server with these options and waits until it is ready.
 * @throws Error when it ends before that; its own words are on standard error
 */
export async function startServer(options: readonly string[]): Promise<ServerProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main, ...options, '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
  );
  const ready = await Promise.race([firstLine(child), exited]);
  if (typeof ready === 'number') throw new Error(`the server ended with code ${ready} before it was ready`);
  const { url, state } = JSON.parse(ready) as { url: string; state: string };
  return {
    url,
    state,
    startMs: performance.now() - startedAt,
    exited,
    stop: () => void child.kill('SIGTERM'),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve);
  });
}
