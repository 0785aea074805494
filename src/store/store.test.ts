import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuTimeMs } from '../../test/cpu-time.ts';
import { Store } from './store.ts';

interface Row {
  n: number;
}

test('accounts, Regions and collections keep apart', () => {
  using store = new Store(':memory:');
  const rows = store.collection<Row>('a');
  rows.in('1', 'x').put('k', { n: 1 });
  assert.equal(rows.in('2', 'x').get('k'), undefined);
  assert.equal(rows.in('1', 'y').get('k'), undefined);
  assert.equal(store.collection<Row>('b').in('1', 'x').get('k'), undefined);
  assert.deepEqual(rows.in('1', 'x').get('k'), { n: 1 });
  assert.deepEqual(rows.all(), [{ account: '1', region: 'x', key: 'k', row: { n: 1 } }]);
});

test('insert refuses a taken key; update answers the new row', () => {
  using store = new Store(':memory:');
  const rows = store.collection<Row>('a').in('1', 'x');
  assert.equal(rows.insert('k', { n: 1 }), true);
  assert.equal(rows.insert('k', { n: 2 }), false);
  assert.deepEqual(
    rows.update('k', (row) => ({ n: row.n + 1 })),
    { n: 2 },
  );
  assert.equal(
    rows.update('none', (row) => row),
    undefined,
  );
  assert.equal(rows.delete('k'), true);
  assert.equal(rows.delete('k'), false);
});

test('a row that was read is frozen, and read anew once it was written or a transaction was undone', () => {
  using store = new Store(':memory:');
  const rows = store.collection<{ n: number; deep?: { list: number[] } }>('a').in('1', 'x');
  rows.put('k', { n: 1, deep: { list: [1] } });
  assert.throws(() => rows.get('k')?.deep?.list.push(2), TypeError);
  assert.equal(rows.get('k'), rows.get('k'));
  rows.put('k', { n: 2 });
  assert.deepEqual(rows.get('k'), { n: 2 });
  assert.throws(() =>
    store.transaction(() => {
      rows.put('k', { n: 3 });
      assert.deepEqual(rows.get('k'), { n: 3 });
      throw new Error('no');
    }),
  );
  assert.deepEqual(rows.get('k'), { n: 2 });
  rows.delete('k');
  assert.equal(rows.get('k'), undefined);
  rows.insert('k', { n: 4 });
  assert.deepEqual(rows.get('k'), { n: 4 });
  store.clear();
  assert.equal(rows.get('k'), undefined);
});

test('list goes in binary order by prefix, after a key, up to a limit', () => {
  using store = new Store(':memory:');
  const rows = store.collection<Row>('a').in('1', 'x');
  for (const [n, key] of ['b/2', 'a', 'b/1', 'b', 'c', 'b/\u{1F600}', 'b0'].entries()) rows.put(key, { n });
  const keys = (range: object) => rows.list(range).map(({ key }) => key);
  assert.deepEqual(keys({}), ['a', 'b', 'b/1', 'b/2', 'b/\u{1F600}', 'b0', 'c']);
  assert.deepEqual(keys({ prefix: 'b/' }), ['b/1', 'b/2', 'b/\u{1F600}']);
  assert.deepEqual(keys({ prefix: 'b/', after: 'b/1', limit: 1 }), ['b/2']);
});

test('a failed transaction leaves nothing, and nests', () => {
  using store = new Store(':memory:');
  const rows = store.collection<Row>('a').in('1', 'x');
  assert.throws(() =>
    store.transaction(() => {
      rows.put('k', { n: 1 });
      rows.update('k', () => {
        throw new Error('no');
      });
    }),
  );
  assert.equal(rows.get('k'), undefined);
});

test('a list seeks to its prefix and to its start, however much lies before', () => {
  using store = new Store(':memory:');
  const rows = store.collection<Row>('a').in('1', 'x');
  store.transaction(() => {
    for (let n = 0; n < 50_000; n++) rows.put(`b/${String(n).padStart(6, '0')}`, { n });
  });
  const time = (range: object) =>
    cpuTimeMs(() => {
      for (let i = 0; i < 200; i++) assert.equal(rows.list({ ...range, limit: 1 }).length, 1);
    });
  const first = time({});
  assert.ok(time({ prefix: 'b/04' }) < first * 20 + 20);
  assert.ok(time({ prefix: 'b/', after: 'b/049998' }) < first * 20 + 20);
});
