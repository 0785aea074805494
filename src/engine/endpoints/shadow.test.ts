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

type Mirrored = Extract<EndpointEvent, { kind: 'mirrored' }>;

async function deployed(
  engine: Endpoints,
  variant: VariantSpec,
  shadow: VariantSpec,
): Promise<readonly Mirrored[]> {
  const mirrored: Mirrored[] = [];
  const outcome = await engine.deploy({ id: 'e', variants: [variant], shadows: [shadow] }, (event) => {
    if (event.kind === 'mirrored') mirrored.push(event);
  });
  assert.equal(outcome.kind, 'in-service', JSON.stringify(outcome));
  return mirrored;
}

const ask = (text: string) => ({ headers: {}, body: Buffer.from(text) });

test('a shadow is given its share of the requests, and its answers are told, not given', async () => {
  await using engine = openEngine(machine());
  const shadow = variantOf(quick('shade'), { name: 's', weight: 1 });
  const mirrored = await deployed(engine, variantOf(quick('light'), { weight: 4 }), shadow);
  for (let i = 0; i < 400; i++) {
    const outcome = await engine.invoke('e', ask('hello'));
    assert.equal(outcome.kind === 'answered' && outcome.body.toString(), 'light');
  }
  await pause(100);
  // The standard deviation is 8.7: six of them.
  assert.ok(Math.abs(mirrored.length - 100) < 52, `${mirrored.length} of 400`);
  for (const { variant, outcome } of mirrored) assert.deepEqual([variant, outcome.kind], ['s', 'answered']);
  assert.equal((await engine.invoke('e', { ...ask('hello'), variant: 's' })).kind, 'no-variant');
});

test('a shadow that hangs, crashes or is busy slows nobody and fails nobody', async () => {
  await using engine = openEngine(machine());
  const shade = variantOf(scripted(), { name: 's', concurrency: 2, invocationTimeoutMs: 60_000 });
  const mirrored = await deployed(engine, variantOf(scripted()), shade);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => engine.invoke('e', { ...ask('slow'), headers: {} })),
  );
  assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['answered']));
  await pause(100);
  assert.equal(mirrored.length, 2, 'those it had no room for were dropped');
  const standing = engine.standing('e')?.find(({ name }) => name === 's');
  assert.equal(standing?.waiting, 0);
});

test('a shadow is ended by what it is given, and the caller does not hear of it', async () => {
  await using engine = openEngine(machine());
  const mortal = quick('shade');
  const mirrored = await deployed(engine, variantOf(quickThatLives()), variantOf(mortal, { name: 's' }));
  const load = loadOn(engine, 2, 'poison');
  await pause(300);
  assert.deepEqual([...(await load.end()).keys()], ['answered']);
  assert.ok(mirrored.some(({ outcome }) => outcome.kind === 'crashed'));
});

test('the share may change while it serves', async () => {
  await using engine = openEngine(machine());
  const shadow = variantOf(quick('shade'), { name: 's', weight: 0 });
  const mirrored = await deployed(engine, variantOf(quick('light')), shadow);
  for (let i = 0; i < 50; i++) await engine.invoke('e', ask('hello'));
  assert.equal(mirrored.length, 0);
  engine.reweigh('e', new Map([['s', 5]]));
  for (let i = 0; i < 50; i++) await engine.invoke('e', ask('hello'));
  await pause(100);
  assert.equal(mirrored.length, 50, 'more than all there is cannot be given');
});

/** One that poison does not end. */
function quickThatLives() {
  const { args, ...rest } = quick('light');
  return { ...rest, args: args.map((arg) => arg.replace('process.exit(9)', 'void 0')) };
}
