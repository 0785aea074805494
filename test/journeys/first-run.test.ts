import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { APIGatewayClient, GetUsagePlansCommand, UpdateUsagePlanCommand } from '@aws-sdk/client-api-gateway';

const root = fileURLToPath(new URL('../..', import.meta.url));
const state = await mkdtemp(join(tmpdir(), 'postern-journey-'));
const port = await freePort();
after(() => rm(state, { recursive: true, force: true }));

interface Deployed {
  readonly outputs: { readonly url: string; readonly apiKey: string };
  readonly sample: { readonly curl: string; readonly status: number; readonly answer: unknown };
}

interface Running extends AsyncDisposable {
  readonly deployed: Deployed;
  readonly process: ChildProcess;
  readonly server: { readonly pid: number };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** `postern start` as a user runs it, up to the first prediction. */
async function start(...options: string[]): Promise<Running> {
  const command = [
    'bin/postern.js',
    'start',
    '--deploy',
    'examples/ridership/deploy.ts',
    '--json',
    '--port',
    String(port),
  ];
  const child = spawn(process.execPath, [...command, ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [undefined])])) as [
    string | undefined,
  ];
  assert.ok(line, 'postern start ended before it had deployed');
  const address = options.includes('--ephemeral')
    ? undefined
    : JSON.parse(await readFile(join(state, 'server.json'), 'utf8'));
  return {
    deployed: JSON.parse(line) as Deployed,
    process: child,
    server: { pid: address?.pid as number },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}

async function call(deployed: Deployed, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(deployed.outputs.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': deployed.outputs.apiKey, ...headers },
    body: JSON.stringify(body),
  });
  const variant = response.headers.get('x-amzn-invoked-production-variant');
  return { status: response.status, body: await response.json(), variant };
}

/** Lets the example's usage plan pass less than the slowest machine can answer; the next start sets it as it was. */
async function tighten(): Promise<void> {
  const credentials = JSON.parse(await readFile(join(state, 'credentials.json'), 'utf8'));
  const client = new APIGatewayClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials,
  });
  const { items: [plan] = [] } = await client.send(new GetUsagePlansCommand({}));
  await client.send(
    new UpdateUsagePlanCommand({
      usagePlanId: plan?.id,
      patchOperations: [
        { op: 'replace', path: '/throttle/rateLimit', value: '1' },
        { op: 'replace', path: '/throttle/burstLimit', value: '2' },
      ],
    }),
  );
}

const batch = [
  { date: '2016-08-29', temperature: 77 },
  { date: '2015-12-25', temperature: 38 },
];

async function answersInOrder(deployed: Deployed): Promise<void> {
  const { status, body, variant } = await call(deployed, batch);
  assert.equal(status, 200);
  const [monday, christmas] = body as [number, number];
  assert.equal((body as number[]).length, 2);
  assert.ok(monday > 15, `a working Monday: ${JSON.stringify(body)}`);
  // Only the better model knows of Christmas.
  assert.deepEqual([variant, christmas < 8], [variant, variant === 'boosted']);
  assert.match(variant ?? '', /^(baseline|boosted)$/);
}

test('from two commands to predictions, through restarts and kill -9', { timeout: 240_000 }, async (t) => {
  let first: Deployed | undefined;

  await t.test('the first start deploys, predicts, refuses', async () => {
    await using running = await start('--state', state);
    const { deployed } = running;
    first = deployed;
    assert.equal(deployed.sample.status, 200);
    assert.equal((deployed.sample.answer as number[]).length, 3);
    assert.match(deployed.sample.curl, /x-api-key/);
    await answersInOrder(deployed);
    assert.equal((await call(deployed, batch, { 'x-api-key': 'wrong' })).status, 403);
    const { variant: _none, ...malformed } = await call(deployed, [{ day: 'tomorrow' }]);
    assert.deepEqual(malformed, { status: 400, body: { message: 'Invalid request body' } });
    await tighten();
    const statuses = (await Promise.all(Array.from({ length: 100 }, () => call(deployed, batch)))).map(
      ({ status }) => status,
    );
    assert.ok(statuses.includes(429), 'over the usage plan');
    assert.ok(statuses.includes(200));
    assert.deepEqual(
      statuses.filter((status) => status !== 200 && status !== 429),
      [],
    );
  });

  await t.test(
    'the second start finds the same stack, and a kill -9 of the server changes nothing',
    async () => {
      const running = await start('--state', state);
      assert.deepEqual(running.deployed.outputs, first?.outputs);
      await answersInOrder(running.deployed);
      process.kill(running.server.pid, 'SIGKILL');
      const [code] = (await once(running.process, 'exit')) as [number];
      assert.notEqual(code, 0, 'the command says that its server died');

      await using again = await start('--state', state);
      assert.deepEqual(again.deployed.outputs, first?.outputs);
      await answersInOrder(again.deployed);
    },
  );

  await t.test('nothing is left when it has stopped', async () => {
    await assert.rejects(fetch(`http://127.0.0.1:${port}/_postern/health`));
  });
});

test('an ephemeral server keeps nothing', { timeout: 120_000 }, async () => {
  const first = await start('--ephemeral');
  await answersInOrder(first.deployed);
  await first[Symbol.asyncDispose]();
  await using second = await start('--ephemeral');
  assert.notEqual(second.deployed.outputs.apiKey, first.deployed.outputs.apiKey);
});
