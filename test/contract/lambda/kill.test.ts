import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { TestPostern } from '../../postern.ts';
import { openStack } from './stack.ts';
import { scratch } from '../../scratch.ts';

const MAIN = join(import.meta.dirname, '../../../src/server/main.ts');
const credentials = { accessKeyId: 'AKIAPOSTERNKILLTEST0', secretAccessKey: 'secret-of-the-kill-test' };

let state: string;
let server: ChildProcess;

/** Starts a server over the same state, as often as it is asked to. */
async function start(): Promise<TestPostern> {
  server = spawn(process.execPath, [MAIN, '--port', '0', '--state', state, '--log-level', 'info'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      POSTERN_ACCESS_KEY_ID: credentials.accessKeyId,
      POSTERN_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let url = '';
  for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    if (url !== '') break;
  }
  server.stdout?.resume();
  const client = { endpoint: url, region: 'us-east-1', credentials };
  return { url, state, client, environment: {}, [Symbol.asyncDispose]: async () => {} };
}

async function kill(): Promise<void> {
  server.kill('SIGKILL');
  await once(server, 'exit');
}

before(async () => {
  state = await scratch('lambda-kill');
});
after(async () => {
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(state, { recursive: true, force: true });
});

const isGone = (pid: number): boolean => {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return true;
  }
};

test('after kill -9 of the server functions answer at once, events are not lost, workers are gone', {
  timeout: 120_000,
  skip: process.platform !== 'linux' && 'reads /proc',
}, async () => {
  const file = join(state, 'seen');
  const first = await openStack(await start());
  await first.create(
    'keeps',
    `import fs from 'node:fs'; let calls = 0;
     export const handler = async ({ wait, mark }) => { calls++; if (wait) await new Promise((r) => setTimeout(r, wait)); if (mark) fs.appendFileSync(${JSON.stringify(file)}, mark + '\\n'); return [process.pid, calls] }`,
    { MemorySize: 1024, Timeout: 60 },
  );
  const before = (await first.invoke('keeps', {})).payload as [number, number];
  const accepted = await first.lambda.send(
    new InvokeCommand({
      FunctionName: 'keeps',
      InvocationType: 'Event',
      Payload: Buffer.from('{"wait":1500,"mark":"event"}'),
    }),
  );
  assert.equal(accepted.StatusCode, 202);
  await wait(300);
  await kill();

  const second = await openStack(await start());
  const after = (await second.invoke('keeps', {})).payload as [number, number];
  assert.equal(after[1], 1, 'a fresh worker, with no deployment');
  assert.ok(isGone(before[0]), 'the old one is gone');
  const seen = () => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  for (let n = 0; n < 100 && !seen().includes('event'); n++) await wait(100);
  assert.match(seen(), /event/);

  process.kill(after[0], 'SIGKILL');
  await wait(50);
  const next = (await second.invoke('keeps', {})).payload as [number, number];
  assert.notEqual(next[0], after[0], 'a killed worker is replaced');
});
