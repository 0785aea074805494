import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const state = await mkdtemp(join(tmpdir(), 'postern-commands-'));

const env = { ...process.env, POSTERN_STATE: state };

/** Runs a command to its end as a user does; @returns what it printed */
async function postern(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/postern.js', ...args], {
    cwd: root,
    env,
  });
  return stdout;
}

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address() as { port: number };
await new Promise((resolve) => probe.close(resolve));

const serving = spawn(
  process.execPath,
  ['bin/postern.js', 'serve', 'examples/ridership/models/baseline.onnx', '--json', '--port', String(port)],
  { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
);
after(async () => {
  if (serving.exitCode === null) {
    serving.kill('SIGINT');
    await once(serving, 'exit');
  }
  await rm(state, { recursive: true, force: true });
});
const [line] = (await once(createInterface({ input: serving.stdout }), 'line')) as [string];
const { outputs, sample } = JSON.parse(line) as {
  outputs: { url: string; apiKey: string };
  sample: { status: number; answer: number[] };
};

const call = async (body: unknown, key = outputs.apiKey) => {
  const response = await fetch(outputs.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test('serve turns one file into an authenticated stack', async () => {
  assert.equal(sample.status, 200);
  assert.equal(sample.answer.length, 2);
  const { status, body } = await call([
    Array.from({ length: 44 }, () => 0),
    Array.from({ length: 44 }, () => 1),
    Array.from({ length: 44 }, () => 2),
  ]);
  assert.equal(status, 200);
  assert.equal((body as number[]).length, 3);
  assert.equal((await call([[0]], 'wrong')).status, 403);
  assert.equal((await call({ not: 'a list' })).status, 400);
  const misshapen = await call([[1, 2, 3]]);
  assert.equal(misshapen.status, 400);
  assert.match(JSON.stringify(misshapen.body), /44/, 'the model says what shape it wants');
});

test('env points any client at the server', async () => {
  const variables = JSON.parse(await postern('env', '--json')) as Record<string, string>;
  assert.equal(variables['AWS_ENDPOINT_URL'], `http://127.0.0.1:${port}`);
  const shell = await postern('env');
  assert.match(shell, new RegExp(`export AWS_ACCESS_KEY_ID=${variables['AWS_ACCESS_KEY_ID']}\n`));
});

test('status, invoke and logs tell what runs', async () => {
  const status = JSON.parse(await postern('status', '--json')) as Record<string, { name: string }[]>;
  for (const kind of ['apis', 'functions', 'endpoints'])
    assert.deepEqual(
      status[kind]?.map(({ name }) => name),
      ['baseline'],
      kind,
    );
  const body = JSON.stringify([Array.from({ length: 44 }, () => 0)]);
  const answer = JSON.parse(
    await postern('invoke', 'baseline', '-d', JSON.stringify({ body, isBase64Encoded: false })),
  ) as { statusCode: number };
  assert.equal(answer.statusCode, 200);
  assert.match(
    await postern('invoke', 'baseline', '--endpoint', '-d', `{"instances":${body}}`),
    /predictions/,
  );
  const log = await postern('logs', 'baseline', '--json');
  assert.match(log, /REPORT RequestId/);
  assert.match(log, /\/aws\/sagemaker\/Endpoints\/baseline/);
});

test('doctor names what this machine can do', async () => {
  const capabilities = JSON.parse(await postern('doctor', '--json')) as {
    name: string;
    available: boolean;
    fix: string;
  }[];
  assert.ok(capabilities.some(({ name }) => name === 'cpu-limit'));
  for (const { name, available, fix } of capabilities)
    assert.ok(available || fix !== '', `${name} has a fix`);
});

test('image declares a program, reset deletes everything', async () => {
  await postern('image', 'add', 'mine:1', '--', 'python3', 'server.py');
  assert.deepEqual(
    (JSON.parse(await postern('image', 'ls', '--json')) as { name: string }[]).map(({ name }) => name),
    ['mine:1'],
  );
  await postern('image', 'rm', 'mine:1');
  assert.deepEqual(JSON.parse(await postern('image', 'ls', '--json')), []);
  await assert.rejects(postern('reset'), /say --yes/);
  await postern('reset', '--yes');
  const status = JSON.parse(await postern('status', '--json')) as Record<string, unknown[]>;
  assert.deepEqual([status['apis'], status['functions'], status['endpoints']], [[], [], []]);
  assert.equal((await call([[0]])).status, 403, 'the API is gone');
});
