import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { linearModel } from '../../../test/models/onnx.ts';
import { randomIds, silent, systemClock } from '../../kit/index.ts';
import { type Machine, openMachine } from '../../machine/index.ts';
import {
  type ContainerSpec,
  defaultHealth,
  type EndpointEvent,
  Endpoints,
  type HealthSpec,
  onnxServer,
} from './index.ts';
import type { VariantSpec } from './spec.ts';

let directory: string;
let machine: Machine;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-endpoints-'));
  machine = await openMachine({
    clock: systemClock,
    log: silent,
    searchPath: process.env['PATH'] ?? '',
    runRoot: join(directory, 'run'),
  });
});
after(async () => {
  await machine[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const openEngine = () => new Endpoints({ machine, clock: systemClock, ids: randomIds, random: Math.random });

const health: HealthSpec = {
  ...defaultHealth,
  startTimeoutMs: 5_000,
  pingPeriodMs: 50,
  pingTimeoutMs: 300,
  stopGraceMs: 300,
};

const variant = (container: ContainerSpec, more: Partial<VariantSpec> = {}): VariantSpec => ({
  name: 'v',
  weight: 1,
  instances: 1,
  routing: 'random',
  container,
  health,
  concurrency: 16,
  queueLimit: 16,
  invocationTimeoutMs: 10_000,
  maxResponseBytes: 1_000_000,
  ...more,
});

/**
 * A container whose answers are told by the request: `crash`, `hang`, `fail`, `huge`, `nonsense`; anything else comes back.
 * @param extra code that runs before it listens; `ping` may be reassigned
 */
const scripted = (extra = ''): ContainerSpec => ({
  command: process.execPath,
  args: [
    '--input-type=module',
    '--eval',
    `import { createServer } from 'node:http';
     let ping = () => 200;
     ${extra}
     createServer(async (request, response) => {
       if (request.url === '/ping') { const code = ping(); if (code) response.writeHead(code).end(); return; }
       const text = Buffer.concat(await request.toArray()).toString();
       if (text === 'crash') process.exit(7);
       if (text === 'hang') return;
       if (text === 'fail') return response.writeHead(500).end('it broke');
       if (text === 'huge') return response.end(Buffer.alloc(2_000_000));
       if (text === 'nonsense') return request.socket.end('hello\\r\\n\\r\\n');
       if (text === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
       response.setHeader('X-Amzn-SageMaker-Custom-Attributes', 'seen=' + request.headers['x-amzn-sagemaker-custom-attributes']);
       response.end(text + ' ' + process.pid);
     }).listen(process.env.PORT, '127.0.0.1');
     console.log('listening');`,
    'serve',
  ],
  env: {},
  listensOnSocket: false,
});

const ask = (
  text: string,
  more: { headers?: Record<string, string>; variant?: string; signal?: AbortSignal } = {},
) => ({
  headers: {},
  body: Buffer.from(text),
  ...more,
});
const deploy = async (engine: Endpoints, variants: VariantSpec[], events: EndpointEvent[] = []) => {
  const outcome = await engine.deploy({ id: 'e', variants }, (event) => events.push(event));
  assert.equal(outcome.kind, 'in-service', JSON.stringify(outcome));
  return outcome;
};
/** Kills a process and waits until it is gone: on a busy machine that takes its time. */
async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await pause(5);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const pidOf = (engine: Endpoints): number => engine.standing('e')?.[0]?.instances[0]?.pid ?? 0;

test('a model is served by the ONNX server', async () => {
  await writeFile(join(directory, 'model.onnx'), linearModel([1, 2, 3], 0.5));
  await using engine = openEngine();
  await deploy(engine, [variant(onnxServer({ SM_MODEL_DIR: directory }))]);
  const outcome = await engine.invoke(
    'e',
    ask('{"instances": [[1, 2, 3]]}', { headers: { 'Content-Type': 'application/json' } }),
  );
  assert.ok(outcome.kind === 'answered');
  assert.equal(outcome.body.toString(), '{"predictions":[14.5]}');
  assert.equal(outcome.headers.get('content-type'), 'application/json');
});

test('every way an invocation ends has its outcome', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted(), { invocationTimeoutMs: 400 })]);
  const kind = async (text: string) => (await engine.invoke('e', ask(text))).kind;
  assert.equal(await kind('hello'), 'answered');
  const failed = await engine.invoke('e', ask('fail'));
  assert.ok(failed.kind === 'model-error');
  assert.deepEqual([failed.status, failed.body.toString()], [500, 'it broke']);
  assert.partialDeepStrictEqual(await engine.invoke('e', ask('huge')), {
    kind: 'unreadable',
    why: 'too-large',
  });
  assert.partialDeepStrictEqual(await engine.invoke('e', ask('nonsense')), {
    kind: 'unreadable',
    why: 'malformed',
  });
  assert.equal(await kind('hang'), 'timed-out');
  assert.equal((await engine.invoke('other', ask('hello'))).kind, 'no-endpoint');
  assert.equal((await engine.invoke('e', ask('hello', { variant: 'w' }))).kind, 'no-variant');
  const gone = await engine.invoke('e', ask('hang', { signal: AbortSignal.timeout(50) }));
  assert.equal(gone.kind, 'caller-gone');
  assert.equal(await kind('crash'), 'crashed');
});

test('a request that ends its container hurts itself alone: the next one is served', async () => {
  await using engine = openEngine();
  const events: EndpointEvent[] = [];
  await deploy(engine, [variant(scripted())], events);
  const before = pidOf(engine);
  assert.equal((await engine.invoke('e', ask('crash'))).kind, 'crashed');
  const next = await engine.invoke('e', ask('hello'));
  assert.equal(next.kind, 'answered');
  assert.notEqual(pidOf(engine), before);
  const exit = events.find((event) => event.kind === 'exited');
  assert.equal(exit?.exit.code, 7);
});

test('after kill -9 the next requests wait for the new container and are served', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted())]);
  for (let i = 0; i < 3; i++) {
    await killed(pidOf(engine));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => engine.invoke('e', ask('hello'))));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['answered']));
  }
});

test('a request is answered by another instance when its own dies before it answered', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted(), { instances: 2, routing: 'least-outstanding' })]);
  const slow = [engine.invoke('e', ask('slow')), engine.invoke('e', ask('slow'))];
  await pause(100);
  process.kill(pidOf(engine), 'SIGKILL');
  const outcomes = await Promise.all(slow);
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['answered', 'answered'],
  );
});

test('a container that ends at its start fails the deployment with its last words, and nothing is left of it', async () => {
  await using engine = openEngine();
  const container = scripted(`console.error('no such model'); process.exit(3);`);
  const events: EndpointEvent[] = [];
  const outcome = await engine.deploy({ id: 'e', variants: [variant(container)] }, (event) =>
    events.push(event),
  );
  assert.deepEqual(outcome, {
    kind: 'failed',
    variant: 'v',
    cause: 'container',
    reason: 'it ended before it was healthy: no such model',
  });
  assert.equal(events.filter((event) => event.kind === 'started').length, 3);
  assert.equal(engine.has('e'), false);
});

test('a container that does not pass its ping in time fails the deployment', async () => {
  await using engine = openEngine();
  const sick = variant(scripted(`ping = () => 503;`), { health: { ...health, startTimeoutMs: 400 } });
  const outcome = await engine.deploy({ id: 'e', variants: [sick] }, () => {});
  assert.partialDeepStrictEqual(outcome, { kind: 'failed', reason: 'GET /ping was answered 503: listening' });
});

test('a program that is not there fails the deployment', async () => {
  await using engine = openEngine();
  const missing: ContainerSpec = { ...scripted(), command: '/nonexistent/program', args: [] };
  const outcome = await engine.deploy({ id: 'e', variants: [variant(missing)] }, () => {});
  assert.equal(outcome.kind, 'failed');
});

test('a container in service that no longer answers its ping is replaced', async () => {
  await using engine = openEngine();
  const events: EndpointEvent[] = [];
  const aging = scripted(`const born = Date.now(); ping = () => Date.now() - born < 500 ? 200 : 0;`);
  await deploy(engine, [variant(aging)], events);
  const before = pidOf(engine);
  while (!events.some((event) => event.kind === 'unhealthy')) await pause(20);
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'answered');
  assert.notEqual(pidOf(engine), before);
});

test('a container that is busy with a request is not taken for a sick one', async () => {
  await using engine = openEngine();
  const events: EndpointEvent[] = [];
  const single = scripted(
    `ping = () => 200; setTimeout(() => { const end = Date.now() + 1200; while (Date.now() < end); }, 300);`,
  );
  await deploy(
    engine,
    [variant(single, { health: { ...health, pingTimeoutMs: 100, pingPeriodMs: 20 } })],
    events,
  );
  await pause(250);
  assert.equal((await engine.invoke('e', ask('slow'))).kind, 'answered');
  assert.deepEqual(
    events.filter((event) => event.kind === 'unhealthy'),
    [],
  );
});

test('no more than the limit wait, and the others hear of it at once', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted(), { concurrency: 1, queueLimit: 2 })]);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => engine.invoke('e', ask('slow'))));
  const kinds = outcomes.map(({ kind }) => kind).sort();
  assert.deepEqual(kinds, ['answered', 'answered', 'answered', 'queue-full', 'queue-full']);
});

test('nobody waits for an endpoint that cannot start again and again', async () => {
  await using engine = openEngine();
  engine.restore({ id: 'e', variants: [variant(scripted('process.exit(1)'))] }, () => {});
  const startedAt = performance.now();
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'not-ready');
  assert.ok(performance.now() - startedAt < 5_000);
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'not-ready');
});

test('an endpoint that is placed again takes requests before it is up', async () => {
  await using engine = openEngine();
  engine.restore({ id: 'e', variants: [variant(scripted())] }, () => {});
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'answered');
});

test('an update loses no request, and a failed one changes nothing', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted())]);
  const before = pidOf(engine);
  let stop = false;
  const kinds = new Map<string, number>();
  const load = Array.from({ length: 4 }, async () => {
    while (!stop) {
      const { kind } = await engine.invoke('e', ask('hello'));
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  });
  const bad = await engine.deploy({ id: 'e', variants: [variant(scripted('process.exit(1)'))] }, () => {});
  assert.deepEqual([bad.kind, pidOf(engine)], ['failed', before]);
  const { drained } = await deploy(engine, [variant(scripted(), { name: 'w' })]);
  await drained;
  stop = true;
  await Promise.all(load);
  assert.deepEqual([...kinds.keys()], ['answered']);
  assert.throws(() => process.kill(before, 0), 'the old container has ended');
});

test('variants share the traffic by weight, or are asked by name', async () => {
  await using engine = openEngine();
  const two = [variant(scripted(), { weight: 3 }), variant(scripted(), { name: 'w', weight: 1 })];
  await deploy(engine, two);
  const counts = { v: 0, w: 0 };
  for (let i = 0; i < 400; i++) {
    const outcome = await engine.invoke('e', ask('hello'));
    assert.ok(outcome.kind === 'answered');
    counts[outcome.variant as 'v' | 'w']++;
  }
  // The standard deviation is 8.7: six of them.
  assert.ok(Math.abs(counts.w - 100) < 52, JSON.stringify(counts));
  const named = await engine.invoke('e', ask('hello', { variant: 'w' }));
  assert.partialDeepStrictEqual(named, { kind: 'answered', variant: 'w' });
});

test('what a container prints is told in whole lines', async () => {
  await using engine = openEngine();
  const events: EndpointEvent[] = [];
  const container = scripted(
    `process.stdout.write('first\\nsec'); await new Promise((r) => setTimeout(r, 50)); console.error('on stderr'); process.stdout.write('ond\\n');`,
  );
  await deploy(engine, [variant(container)], events);
  await pause(50);
  const lines = events.flatMap((event) => (event.kind === 'printed' ? event.lines : []));
  assert.deepEqual([...lines].sort(), ['first', 'listening', 'on stderr', 'second']);
});

test('a removed endpoint answers what it has begun, and its container ends', async () => {
  await using engine = openEngine();
  await deploy(engine, [variant(scripted())]);
  const pid = pidOf(engine);
  const slow = engine.invoke('e', ask('slow'));
  await pause(50);
  const removed = engine.remove('e');
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'no-endpoint');
  assert.equal((await slow).kind, 'answered');
  await removed;
  assert.throws(() => process.kill(pid, 0));
});
