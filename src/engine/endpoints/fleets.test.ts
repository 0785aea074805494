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
import type { Endpoints, VariantSpec } from './index.ts';

const machine = machineOfFile();

const ask = (text: string, variant?: string) => ({
  headers: {},
  body: Buffer.from(text),
  ...(variant !== undefined && { variant }),
});

async function deployed(variants: readonly VariantSpec[], engine: Endpoints): Promise<Endpoints> {
  const outcome = await engine.deploy({ id: 'e', variants }, () => {});
  assert.equal(outcome.kind, 'in-service', JSON.stringify(outcome));
  return engine;
}

const onlyAnswered = (kinds: ReadonlyMap<string, number>) =>
  assert.deepEqual([...kinds.keys()], ['answered']);
const pidsOf = (engine: Endpoints, side: 'old' | 'new' = 'old'): (number | undefined)[] =>
  engine.standing('e', side)?.flatMap(({ instances }) => instances.map(({ pid }) => pid)) ?? [];
const isAlive = (pid: number | undefined) => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

test('instances are added and taken away under load, and no request fails', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('one'))], engine);
  const load = loadOn(engine, 8);
  assert.deepEqual(await engine.resize('e', 'v', 3), { kind: 'reached' });
  assert.equal(engine.standing('e')?.[0]?.inService, 3);
  const before = pidsOf(engine);
  await pause(200);
  assert.deepEqual(await engine.resize('e', 'v', 1), { kind: 'reached' });
  assert.equal(before.filter(isAlive).length, 1, 'those that left have ended');
  await pause(100);
  onlyAnswered(await load.end());
});

test('one that leaves answers what it has first', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(scripted(), { instances: 2, concurrency: 1 })], engine);
  const slow = [engine.invoke('e', ask('slow')), engine.invoke('e', ask('slow'))];
  await pause(50);
  const resized = engine.resize('e', 'v', 1);
  assert.equal(engine.standing('e')?.[0]?.instances.length, 1, 'it counts no more from then on');
  assert.deepEqual(
    (await Promise.all(slow)).map(({ kind }) => kind),
    ['answered', 'answered'],
  );
  assert.deepEqual(await resized, { kind: 'reached' });
});

test('a later change of the number overtakes an earlier one', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('one'))], engine);
  const first = engine.resize('e', 'v', 4);
  const second = engine.resize('e', 'v', 2);
  assert.deepEqual(await first, { kind: 'superseded' });
  assert.deepEqual(await second, { kind: 'reached' });
  assert.equal(engine.standing('e')?.[0]?.inService, 2);
  assert.deepEqual(await engine.resize('e', 'w', 2), { kind: 'no-variant' });
  assert.deepEqual(await engine.resize('f', 'v', 2), { kind: 'no-endpoint' });
});

test('instances that do not come up are taken away again, and the others serve on', async () => {
  await using engine = openEngine(machine());
  let starts = 0;
  const once = { ...scripted(), freshEnv: async () => (++starts > 1 ? { NODE_OPTIONS: '--nonsense' } : {}) };
  await deployed([variantOf(once)], engine);
  assert.partialDeepStrictEqual(await engine.resize('e', 'v', 3), { kind: 'failed', cause: 'container' });
  assert.equal(engine.standing('e')?.[0]?.instances.length, 1);
  assert.equal((await engine.invoke('e', ask('hello'))).kind, 'answered');
});

test('a variant without instances refuses, or lets requests wait for the first one', async () => {
  await using engine = openEngine(machine());
  const variants = [variantOf(quick('one')), variantOf(quick('two'), { name: 'w', whenEmpty: 'wait' })];
  await deployed(variants, engine);
  await Promise.all([engine.resize('e', 'v', 0), engine.resize('e', 'w', 0)]);
  assert.deepEqual(pidsOf(engine), []);
  assert.deepEqual(await engine.invoke('e', ask('hello', 'v')), { kind: 'no-capacity', variant: 'v' });
  const waiting = engine.invoke('e', ask('hello', 'w'));
  assert.equal(engine.standing('e')?.[1]?.waiting, 1);
  assert.deepEqual(await engine.resize('e', 'w', 1), { kind: 'reached' });
  assert.equal((await waiting).kind, 'answered');
});

test('weights change at once, under load', async () => {
  await using engine = openEngine(machine());
  const variants = [
    variantOf(quick('one'), { weight: 9 }),
    variantOf(quick('two'), { name: 'w', weight: 1 }),
  ];
  await deployed(variants, engine);
  const load = loadOn(engine, 4);
  await pause(100);
  engine.reweigh('e', new Map([['v', 0]]));
  await Promise.all(Array.from({ length: 4 }, () => engine.invoke('e', ask('x')))); // what was under way is over
  await pause(50);
  load.answers.clear();
  await pause(100);
  onlyAnswered(await load.end());
  assert.deepEqual([...load.answers.keys()], ['two']);
  engine.reweigh('e', new Map([['w', 0]]));
  assert.equal((await engine.invoke('e', ask('x'))).kind, 'no-variant', 'all are zero');
});

test('a rollout shifts requests by share and commits, under load, and no request fails', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('old'), { instances: 2 })], engine);
  const before = pidsOf(engine);
  const load = loadOn(engine, 8);
  const rollout = engine.stage(
    { id: 'e', deployment: 'green', variants: [variantOf(quick('new'))] },
    () => {},
  );
  assert.equal(await rollout.started(), undefined);
  await pause(100);
  assert.deepEqual([...load.answers.keys()], ['old'], 'no share, no requests');
  rollout.shift(0.5);
  load.answers.clear();
  await pause(300);
  const [old = 0, fresh = 0] = ['old', 'new'].map((answer) => load.answers.get(answer));
  const deviation = Math.sqrt((old + fresh) / 4);
  assert.ok(Math.abs(old - fresh) / 2 < 6 * deviation + 8, `${old}:${fresh}`);
  assert.deepEqual(await rollout.resize('new', 'v', 2), { kind: 'reached' });
  assert.deepEqual(await rollout.resize('old', 'v', 1), { kind: 'reached' });
  const { drained } = rollout.commit();
  assert.equal(rollout.over, true);
  await drained;
  assert.equal(before.some(isAlive), false, 'the old fleet has ended');
  onlyAnswered(await load.end());
  const after = await engine.invoke('e', ask('x'));
  assert.partialDeepStrictEqual(after, { kind: 'answered', deployment: 'green' });
});

test('a rollout that is given up leaves the old fleet, under load, and no request fails', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('old'))], engine);
  const load = loadOn(engine, 8);
  const rollout = engine.stage({ id: 'e', variants: [variantOf(quick('new'))] }, () => {});
  await rollout.started();
  rollout.shift(1);
  await pause(100);
  const fresh = pidsOf(engine, 'new');
  assert.equal(fresh.length, 1);
  await rollout.abandon();
  assert.equal(fresh.some(isAlive), false);
  assert.equal(engine.standing('e', 'new'), undefined);
  load.answers.clear();
  await pause(100);
  onlyAnswered(await load.end());
  assert.deepEqual([...load.answers.keys()], ['old']);
  const next = engine.stage({ id: 'e', variants: [variantOf(quick('third'))] }, () => {});
  assert.equal(await next.started(), undefined, 'another one may follow');
});

test('requests that wait for a new fleet that never comes up are answered by the old one when it is given up', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('old'))], engine);
  const late = scripted(`await sleep(60_000);`);
  const rollout = engine.stage({ id: 'e', variants: [variantOf(late)] }, () => {});
  rollout.shift(1);
  const waiting = engine.invoke('e', ask('x'));
  await pause(50);
  const given = rollout.abandon();
  const outcome = await waiting;
  assert.equal(outcome.kind === 'answered' && outcome.body.toString(), 'old');
  await given;
});

test('a variant that only one of the fleets has is found by its name', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('old'))], engine);
  const rollout = engine.stage({ id: 'e', variants: [variantOf(quick('new'), { name: 'w' })] }, () => {});
  await rollout.started();
  assert.partialDeepStrictEqual(await engine.invoke('e', ask('x', 'w')), { variant: 'w' });
  rollout.shift(1);
  assert.partialDeepStrictEqual(await engine.invoke('e', ask('x', 'v')), { variant: 'v' });
});

test('removing an endpoint in the midst of a rollout ends both fleets', async () => {
  await using engine = openEngine(machine());
  await deployed([variantOf(quick('old'))], engine);
  const rollout = engine.stage({ id: 'e', variants: [variantOf(quick('new'))] }, () => {});
  await rollout.started();
  rollout.shift(0.5);
  const pids = [...pidsOf(engine), ...pidsOf(engine, 'new')];
  assert.equal(pids.filter(isAlive).length, 2);
  await engine.remove('e');
  assert.equal(pids.some(isAlive), false);
  assert.equal(rollout.over, true);
  await rollout.commit().drained;
  assert.equal((await engine.invoke('e', ask('x'))).kind, 'no-endpoint');
});
