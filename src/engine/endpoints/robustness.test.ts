import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  loadOn,
  machineOfFile,
  openEngine,
  quick,
  scripted,
  variantOf,
} from '../../../test/models/scripted.ts';
import type { EndpointEvent, Endpoints, VariantSpec } from './index.ts';

const machine = machineOfFile();

const ask = (text: string) => ({ headers: {}, body: Buffer.from(text) });

async function deployed(
  variant: VariantSpec,
  engine: Endpoints,
  events: EndpointEvent[] = [],
): Promise<Endpoints> {
  const outcome = await engine.deploy({ id: 'e', variants: [variant] }, (event) => events.push(event));
  assert.equal(outcome.kind, 'in-service', JSON.stringify(outcome));
  return engine;
}

const pidsOf = (engine: Endpoints): number[] =>
  engine.standing('e')?.flatMap(({ instances }) => instances.flatMap(({ pid }) => pid ?? [])) ?? [];

test('instances killed again and again under load fail no request', async () => {
  await using engine = openEngine(machine());
  await deployed(variantOf(quick('one'), { instances: 2 }), engine);
  const load = loadOn(engine, 8);
  for (let i = 0; i < 8; i++) {
    await pause(500);
    const [first, second] = pidsOf(engine);
    const victim = i % 2 === 0 ? first : second;
    if (victim !== undefined) process.kill(victim, 'SIGKILL');
  }
  const kinds = await load.end();
  assert.deepEqual([...kinds.keys()], ['answered']);
});

test('one instance alone, killed under load: requests wait for its next container', async () => {
  await using engine = openEngine(machine());
  await deployed(variantOf(quick('one')), engine);
  const load = loadOn(engine, 8);
  for (let i = 0; i < 3; i++) {
    await pause(800);
    const [pid] = pidsOf(engine);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
  assert.deepEqual([...(await load.end()).keys()], ['answered']);
});

test('a poisoned request ends two containers at most, and the others are answered', async () => {
  await using engine = openEngine(machine());
  const events: EndpointEvent[] = [];
  await deployed(variantOf(quick('one'), { instances: 2 }), engine, events);
  const load = loadOn(engine, 12);
  await pause(100);
  for (let i = 0; i < 3; i++) {
    events.length = 0;
    assert.equal((await engine.invoke('e', ask('poison'))).kind, 'crashed');
    await pause(300);
    assert.equal(events.filter(({ kind }) => kind === 'exited').length, 2);
  }
  assert.deepEqual([...(await load.end()).keys()], ['answered']);
  while (engine.standing('e')?.[0]?.inService !== 2) await pause(20); // both come back
});

test('poisoned requests one after the other do not starve the others of the only instance', async () => {
  await using engine = openEngine(machine());
  await deployed(variantOf(quick('one')), engine);
  const load = loadOn(engine, 4);
  let poisonous = true;
  const poison = (async () => {
    while (poisonous) assert.equal((await engine.invoke('e', ask('poison'))).kind, 'crashed');
  })();
  await pause(2_500);
  poisonous = false;
  await poison;
  const kinds = await load.end();
  assert.deepEqual([...kinds.keys()], ['answered']);
  assert.ok((kinds.get('answered') ?? 0) >= 4, `${kinds.get('answered')}`);
});

test('a model that ends of every request does not take the machine', async () => {
  await using engine = openEngine(machine());
  const events: EndpointEvent[] = [];
  await deployed(variantOf(quick('one')), engine, events);
  const until = performance.now() + 2_500;
  let asked = 0;
  while (performance.now() < until) {
    assert.equal((await engine.invoke('e', ask('poison'))).kind, 'crashed');
    asked++;
  }
  const starts = events.filter(({ kind }) => kind === 'started').length;
  assert.ok(asked >= 1 && starts < 20, `${asked} asked, ${starts} starts`);
});

test('a container over its memory limit is ended, and the next request is served', async () => {
  await using engine = openEngine(machine());
  const events: EndpointEvent[] = [];
  const limited = { ...scripted(), limits: { memoryBytes: 200 * 1024 ** 2 } };
  await deployed(variantOf(limited), engine, events);
  assert.equal((await engine.invoke('e', ask('eat'))).kind, 'crashed');
  const exit = events.find((event) => event.kind === 'exited');
  assert.equal(exit?.exit.outOfMemory, true);
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'answered');
});

test('a model that answers 500 stays in service', async () => {
  await using engine = openEngine(machine());
  const events: EndpointEvent[] = [];
  await deployed(variantOf(scripted()), engine, events);
  for (let i = 0; i < 20; i++) assert.equal((await engine.invoke('e', ask('fail'))).kind, 'model-error');
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'answered');
  assert.deepEqual(
    events.filter(({ kind }) => kind === 'exited' || kind === 'unhealthy'),
    [],
  );
});

test('one that hangs is given no more requests while another serves, and is replaced', async () => {
  await using engine = openEngine(machine());
  const events: EndpointEvent[] = [];
  const variant = variantOf(quick('one'), { instances: 2, invocationTimeoutMs: 1_500 });
  await deployed(variant, engine, events);
  const load = loadOn(engine, 4);
  const [pid = 0] = pidsOf(engine);
  process.kill(pid, 'SIGSTOP');
  while (!events.some(({ kind }) => kind === 'unhealthy')) await pause(20);
  while ((engine.standing('e')?.[0]?.inService ?? 0) < 2) await pause(20);
  const { answered = 0, 'timed-out': late = 0, ...others } = Object.fromEntries(await load.end());
  assert.deepEqual(others, {});
  assert.ok(answered > 0 && late <= 4, `only those it had when it hung: ${late} of ${answered}`);
});

test('a slow model loads while the one before it serves', async () => {
  await using engine = openEngine(machine());
  await deployed(variantOf(quick('old')), engine);
  const load = loadOn(engine, 2);
  const slow = quick('new');
  const late = {
    ...slow,
    args: [
      slow.args[0] ?? '',
      slow.args[1] ?? '',
      `await new Promise((r) => setTimeout(r, 600)); ${slow.args[2]}`,
    ],
  };
  const outcome = await engine.deploy({ id: 'e', variants: [variantOf(late)] }, () => {});
  assert.ok(outcome.kind === 'in-service');
  await outcome.drained;
  assert.deepEqual([...(await load.end()).keys()], ['answered']);
});
