import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { randomIds, silent, systemClock } from '../../../kit/index.ts';
import { type Machine, openMachine } from '../../../machine/index.ts';
import {
  type ContainerSpec,
  defaultHealth,
  type EndpointEvent,
  Endpoints,
  type MultiModelSpec,
  type Outcome,
} from '../index.ts';
import { ModelDisk } from './disk.ts';

let directory: string;
let machine: Machine;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-models-'));
  const searchPath = process.env['PATH'] ?? '';
  machine = await openMachine({
    clock: systemClock,
    log: silent,
    searchPath,
    runRoot: join(directory, 'run'),
  });
});
after(async () => {
  await machine[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

/** Has room for `room` models; `forget` makes it drop all, `hold 200` answers later. */
const container = (room: number): ContainerSpec => ({
  command: process.execPath,
  args: [
    '--input-type=module',
    '--eval',
    `import { createServer } from 'node:http';
     const models = new Map();
     createServer(async (request, response) => {
       const [, root, name, verb] = request.url.split('/');
       const text = Buffer.concat(await request.toArray()).toString();
       const end = (status, body = '') => response.writeHead(status).end(body);
       if (root === 'ping') return end(200);
       if (!name && request.method === 'GET') return end(200, '{"models":[]}');
       if (!name) {
         const { model_name, url } = JSON.parse(text);
         if (models.has(model_name)) return end(409);
         if (models.size >= ${room}) return end(507, 'full');
         models.set(model_name, request.headers['x-amzn-sagemaker-target-model']);
         return end(200);
       }
       if (!models.has(name)) return end(404, 'not loaded');
       if (request.method === 'DELETE') { models.delete(name); return end(200); }
       if (!verb) return end(200);
       if (text === 'forget') models.clear();
       if (text.startsWith('hold')) await new Promise((go) => setTimeout(go, Number(text.slice(5))));
       end(200, models.get(name) ?? 'forgotten');
     }).listen(process.env.PORT, '127.0.0.1');`,
  ],
  env: {},
  listensOnSocket: false,
});

interface Served extends AsyncDisposable {
  readonly events: EndpointEvent[];
  ask(model: string | undefined, text?: string): Promise<Outcome>;
}

async function serve(room: number, more: Partial<MultiModelSpec> = {}, timeoutMs = 5_000): Promise<Served> {
  const engine = new Endpoints({ machine, clock: systemClock, ids: randomIds, random: Math.random });
  const multiModel: MultiModelSpec = {
    directory: join(directory, randomIds.hex(8)),
    cache: true,
    diskBytes: 1_000_000,
    loadTimeoutMs: 5_000,
    async fetch(model, path) {
      if (model === 'none') return { kind: 'missing', reason: 'there is none' };
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'model'), model);
      return { kind: 'fetched', bytes: 10 };
    },
    ...more,
  };
  const events: EndpointEvent[] = [];
  const variant = {
    name: 'v',
    weight: 1,
    instances: 1,
    routing: 'random',
    container: { ...container(room), multiModel },
    health: { ...defaultHealth, stopGraceMs: 300 },
    concurrency: 16,
    queueLimit: 16,
    invocationTimeoutMs: timeoutMs,
    maxResponseBytes: 10_000,
  } as const;
  const deployed = await engine.deploy({ id: 'e', variants: [variant] }, (event) => events.push(event));
  assert.equal(deployed.kind, 'in-service');
  return {
    events,
    ask: (model, text = '') =>
      engine.invoke('e', {
        body: Buffer.from(text),
        headers: {},
        ...(model !== undefined && { target: { model } }),
      }),
    async [Symbol.asyncDispose]() {
      await engine.remove('e');
      assert.deepEqual(await readdir(multiModel.directory).catch(() => []), [], 'nothing is left on disk');
    },
  };
}

const said = (outcome: Outcome) =>
  outcome.kind === 'answered'
    ? outcome.body.toString()
    : outcome.kind === 'refused'
      ? outcome.why
      : outcome.kind;

test('a model that the container has dropped by itself is loaded once more', async () => {
  await using served = await serve(5);
  assert.equal(said(await served.ask('a')), 'a');
  assert.equal(said(await served.ask('a', 'forget')), 'forgotten');
  assert.equal(said(await served.ask('a')), 'a');
  const fetched = served.events.filter(({ kind }) => kind === 'model-fetched');
  assert.equal(fetched.length, 1, 'it was still on disk');
});

test('without room for a single one, the refusal of the container is the answer', async () => {
  await using served = await serve(0);
  const outcome = await served.ask('a');
  assert.equal(outcome.kind, 'model-error');
  assert.equal(outcome.kind === 'model-error' && outcome.status, 507);
});

test('a model that is asked is not unloaded: the next one waits for its answer', async () => {
  await using served = await serve(1);
  assert.equal(said(await served.ask('a')), 'a');
  const [held, next] = await Promise.all([served.ask('a', 'hold 300'), served.ask('b')]);
  assert.deepEqual([said(held), said(next)], ['a', 'b']);
  const kinds = served.events.flatMap((event) => ('model' in event ? [`${event.kind} ${event.model}`] : []));
  assert.ok(kinds.indexOf('model-unloaded a') < kinds.indexOf('model-loaded b'));
});

test('a model that takes long to come is not ready, and comes all the same', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const fetch: MultiModelSpec['fetch'] = async (_, path) => {
    await arrived;
    await mkdir(path, { recursive: true });
    return { kind: 'fetched', bytes: 1 };
  };
  await using served = await serve(5, { fetch }, 200);
  assert.equal(said(await served.ask('a')), 'model-not-ready');
  arrive();
  await served.ask('a');
  assert.equal(said(await served.ask('a')), 'a');
});

test('what is not there is missing, and no model named is a refusal', async () => {
  await using served = await serve(5);
  assert.equal(said(await served.ask('none')), 'no-such-model');
  assert.equal(said(await served.ask(undefined)), 'model-required');
});

test('on disk the artifact used least recently goes, unless it is needed', async () => {
  const disk = new ModelDisk(join(directory, 'disk'), 25);
  const add = async (name: string, needed: readonly string[] = []) => {
    await mkdir(disk.pathOf(name), { recursive: true });
    await disk.add(name, 10, (other) => needed.includes(other));
  };
  const there = () => readdir(join(directory, 'disk')).then((names) => names.sort().join());
  await add('a');
  await add('b');
  assert.ok(disk.has('a'));
  await add('c');
  assert.equal(await there(), 'a,c', 'b was used least recently');
  await add('d', ['a']);
  assert.equal(await there(), 'a,d');
  await disk.clear();
});
