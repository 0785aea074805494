import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silent, StandingClock } from '../../../kit/index.ts';
import { LogStore } from './log-store.ts';

const DAY = 86_400_000;
const group = { account: '000000000000', region: 'us-east-1', group: 'g' };
const everything = {
  group,
  fromMs: 0,
  toMs: Number.MAX_SAFE_INTEGER,
  order: 'ascending',
  limit: 100_000,
} as const;

function open(path = ':memory:') {
  const clock = new StandingClock();
  return { clock, store: new LogStore(path, { clock, log: silent }) };
}

const messages = async (store: LogStore): Promise<string[]> =>
  (await store.read(everything)).map(({ message }) => message);

test('lines wait a moment, are written by themselves, and those who watch are told', async () => {
  const { clock, store } = open();
  await using _ = store;
  const seen: string[] = [];
  const watch = store.watch(({ stream, events }) =>
    seen.push(...events.map(({ message }) => `${stream} ${message}`)),
  );
  store.append({ ...group, stream: 'a', events: [{ timeMs: 1, message: 'one' }] });
  store.append({ ...group, stream: 'b', events: [{ timeMs: 2, message: 'two' }] });
  assert.deepEqual(seen, []);
  clock.advance(100);
  assert.deepEqual(seen, ['a one', 'b two']);
  watch[Symbol.dispose]();
  store.append({ ...group, stream: 'a', events: [{ timeMs: 3, message: 'three' }] });
  assert.deepEqual(await messages(store), ['one', 'two', 'three']);
  assert.equal(seen.length, 2);
});

test('more than memory may hold: the oldest lines go, and a line says how many', async () => {
  const { store } = open();
  await using _ = store;
  const line = 'x'.repeat(100_000);
  for (let n = 0; n < 300; n++) {
    store.append({ ...group, stream: 's', events: [{ timeMs: n, message: `${n} ${line}` }] });
  }
  const found = await messages(store);
  const dropped = Number(/^\[postern\] (\d+) log lines were dropped here/.exec(found[0] ?? '')?.[1]);
  assert.ok(dropped > 100 && dropped < 200, `${dropped}`);
  assert.equal(found.length, 1 + 300 - dropped);
  assert.ok(found[1]?.startsWith(`${dropped} x`));
  assert.ok(found.at(-1)?.startsWith('299 x'));
});

test('a line too long becomes several events', async () => {
  const { store } = open();
  await using _ = store;
  store.append({ ...group, stream: 's', events: [{ timeMs: 1, message: 'y'.repeat(600_000) }] });
  assert.deepEqual(
    (await messages(store)).map(({ length }) => length),
    [262_144, 262_144, 75_712],
  );
});

test('what put took and what was flushed at the end is there after a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-logs-'));
  try {
    const path = join(directory, 'logs.db');
    const first = open(path);
    first.store.createGroup(group, 'STANDARD', {});
    first.store.createStream(group, 's');
    first.store.put(group, 's', [{ timeMs: 1, message: 'put' }]);
    // a second connection sees what is on disk, as after kill -9
    const second = open(path);
    assert.deepEqual(await messages(second.store), ['put']);
    await second.store[Symbol.asyncDispose]();
    first.store.append({ ...group, stream: 's', events: [{ timeMs: 2, message: 'appended' }] });
    await first.store[Symbol.asyncDispose]();
    const third = open(path);
    assert.deepEqual(await messages(third.store), ['put', 'appended']);
    const ids = (await third.store.read(everything)).map(({ id }) => id);
    assert.deepEqual(ids, [1, 2]);
    await third.store[Symbol.asyncDispose]();
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('events past the retention of their group are not read, and are deleted with what they took up', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  store.createGroup(group, 'STANDARD', { retentionDays: 1 });
  store.createStream(group, 's');
  store.put(group, 's', [
    { timeMs: start, message: 'old' },
    { timeMs: start + DAY, message: 'new' },
  ]);
  assert.equal(store.group(group)?.storedBytes, 58);
  clock.advance(DAY + 1);
  assert.deepEqual(await messages(store), ['new']);
  await store.sweep();
  assert.equal(store.group(group)?.storedBytes, 29);
  store.changeGroup(group, { retentionDays: null });
  assert.deepEqual(await messages(store), ['new'], 'deleted, not hidden');
});

test('a deleted group takes its events along, also those still waiting; a new one of that name is empty', async () => {
  const { store } = open();
  await using _ = store;
  store.append({ ...group, stream: 's', events: [{ timeMs: 1, message: 'waiting' }] });
  assert.equal(await store.deleteGroup(group), true);
  assert.equal(store.group(group), undefined);
  await store.sweep();
  store.append({ ...group, stream: 's', events: [{ timeMs: 1, message: 'again' }] });
  assert.deepEqual(await messages(store), ['again']);
  assert.equal(await store.deleteGroup({ ...group, group: 'none' }), false);
});

test('both ways through a stream, from any place', async () => {
  const { store } = open();
  await using _ = store;
  for (const [stream, timeMs, message] of [
    ['a', 5, 'a5'],
    ['b', 5, 'b5'],
    ['a', 4, 'a4'],
    ['a', 6, 'a6'],
  ] as const) {
    store.append({ ...group, stream, events: [{ timeMs, message }] });
  }
  const read = async (more: object) =>
    (await store.read({ ...everything, ...more })).map(({ message }) => message);
  assert.deepEqual(await read({}), ['a4', 'a5', 'b5', 'a6']);
  assert.deepEqual(await read({ order: 'descending', limit: 2 }), ['a6', 'b5']);
  const [, second] = await store.read(everything);
  assert.deepEqual(await read({ beyond: second }), ['b5', 'a6']);
  assert.deepEqual(await read({ beyond: second, order: 'descending' }), ['a4']);
  assert.deepEqual(await read({ streams: ['a'], beyond: second }), ['a6']);
  assert.deepEqual(await read({ streams: { prefix: 'b' } }), ['b5']);
  assert.deepEqual(await read({ streams: ['none'] }), []);
  assert.deepEqual(await read({ fromMs: 5, toMs: 5 }), ['a5', 'b5']);
});
