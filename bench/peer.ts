import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './processes.ts';

const directory = join(root, 'bench', 'peers');
const program = join(directory, 'node_modules', 'osls', 'bin', 'serverless.js');

/** Why serverless-offline cannot be run beside; undefined when it can. */
export const peerMissing = existsSync(program)
  ? undefined
  : 'not installed: npm ci --prefix bench/peers --ignore-scripts --legacy-peer-deps';

/**
 * Starts serverless-offline with the example's function.
 * @param modelPort where the floor's model answers
 */
export async function startPeer(port: number, modelPort: number): Promise<AsyncDisposable> {
  await build({
    entryPoints: [join(root, 'examples/ridership/function/handler.ts')],
    outfile: join(directory, 'handler.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@aws-sdk/*'],
    logLevel: 'silent',
  });
  const ports = ['--httpPort', String(port), '--lambdaPort', String(port + 1), '--albPort', String(port + 2)];
  const child = spawn(process.execPath, [program, 'offline', ...ports, '--noPrependStageInUrl'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${modelPort}`,
      AWS_ACCESS_KEY_ID: 'AKIABENCHMARKBENCHMA',
      AWS_SECRET_ACCESS_KEY: 'benchmark',
      SLS_NOTIFICATIONS_MODE: 'off',
      SLS_TELEMETRY_DISABLED: '1',
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await answers(`http://127.0.0.1:${port}/predictions`, child);
  return {
    async [Symbol.asyncDispose]() {
      process.kill(-(child.pid as number), 'SIGTERM'); // its workers are processes of their own
      await ended;
    },
  };
}

/** Waits until anything answers at the URL. */
async function answers(url: string, child: { exitCode: number | null }): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error('serverless-offline ended before it was ready');
    const there = await fetch(url, { method: 'POST', body: '[]' }).catch(() => undefined);
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('serverless-offline did not answer within 30 s');
}
