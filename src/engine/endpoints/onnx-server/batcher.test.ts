import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { Batcher, type Batching } from './batcher.ts';
import type { Batch } from './signature.ts';
import type { Tensor } from './tensor.ts';

const batch = (...values: number[]): Batch => ({
  tensors: [{ type: 'float32', dims: [values.length, 1], data: Float32Array.from(values) }],
  rows: values.length,
});
const open: Batching = { together: true, maxRows: 8, fixedRows: undefined };

/** Doubles each value and remembers how many rows each run had; 13 makes a run fail. */
function doubler() {
  const runs: number[] = [];
  const run = async ([input]: readonly Tensor[]): Promise<Tensor[]> => {
    await turn();
    const values = input?.data as Float32Array;
    runs.push(values.length);
    if (values.includes(13)) throw new Error('13');
    return [{ type: 'float32', dims: input?.dims ?? [], data: values.map((value) => value * 2) }];
  };
  return { runs, run };
}

const numbers = (outputs: readonly Tensor[]) => Array.from(outputs[0]?.data as Float32Array);

test('what waits is run together, and each request gets its own rows back', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, open);
  const answers = await Promise.all([
    batcher.submit(batch(1)),
    batcher.submit(batch(2, 3)),
    batcher.submit(batch(4)),
  ]);
  assert.deepEqual(answers.map(numbers), [[2], [4, 6], [8]]);
  assert.deepEqual(runs, [4]);
});

test('a lone request is not held up', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, open);
  assert.deepEqual(numbers(await batcher.submit(batch(1))), [2]);
  assert.deepEqual(numbers(await batcher.submit(batch(2))), [4]);
  assert.deepEqual(runs, [1, 1]);
});

test('rows are counted, not requests', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, open);
  await Promise.all(
    [batch(1, 2, 3), batch(4, 5, 6), batch(7, 8, 9), batch(10)].map((one) => batcher.submit(one)),
  );
  assert.deepEqual(runs, [7, 3]);
});

test('a request that the model refuses spoils no other', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, open);
  const results = await Promise.allSettled([
    batcher.submit(batch(1)),
    batcher.submit(batch(13)),
    batcher.submit(batch(3)),
  ]);
  assert.deepEqual(
    results.map((one) => one.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.match((results[1] as PromiseRejectedResult).reason.message, /the model refused: 13/);
  assert.deepEqual(runs, [3, 1, 1, 1]);
});

test('requests of different shapes are not put together', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, open);
  const wide: Batch = { tensors: [{ type: 'float32', dims: [1, 2], data: Float32Array.of(5, 6) }], rows: 1 };
  const answers = await Promise.all([
    batcher.submit(batch(1)),
    batcher.submit(wide),
    batcher.submit(batch(2)),
  ]);
  assert.deepEqual(answers.map(numbers), [[2], [10, 12], [4]]);
  assert.deepEqual(runs, [2, 2]);
});

test('a model with a fixed first dimension is run in pieces of it', async () => {
  const { runs, run } = doubler();
  const batcher = new Batcher(run, { together: false, maxRows: 8, fixedRows: 2 });
  assert.deepEqual(numbers(await batcher.submit(batch(1, 2, 3, 4))), [2, 4, 6, 8]);
  assert.deepEqual(runs, [2, 2]);
  await assert.rejects(batcher.submit(batch(1, 2, 3)), /exactly 2 rows a run/);
});

/** Two pairs of callers who take turns; a run takes 2 ms and 0.1 ms a row of a clock that hardly goes on otherwise. */
async function pairsTakingTurns(maxWaitMs: number): Promise<number[]> {
  const { runs, run } = doubler();
  let now = 0;
  const timed = async (tensors: readonly Tensor[]): Promise<Tensor[]> => {
    now += 2 + 0.1 * (tensors[0]?.dims[0] ?? 0);
    await turn();
    return run(tensors);
  };
  const batcher = new Batcher(timed, { ...open, maxWaitMs }, () => (now += 0.01));
  for (const rows of [1, 3, 1, 3]) await batcher.submit(batch(...Array.from({ length: rows }, () => 1)));
  runs.length = 0;
  await turn();
  const pair = () => Promise.all([batcher.submit(batch(1)), batcher.submit(batch(1))]);
  let first = pair();
  for (let i = 0; i < 5; i++) {
    await turn(); // the first pair is being run
    const second = pair();
    await first;
    for (let turns = 0; turns < 3; turns++) await turn(); // the way to the callers and back
    first = pair();
    await second;
  }
  await first;
  return runs;
}

test('with leave to wait, callers who take turns are brought together', async () => {
  assert.deepEqual(
    await pairsTakingTurns(0),
    Array.from({ length: 11 }, () => 2),
  );
  const within = await pairsTakingTurns(1);
  assert.ok(within.includes(4) && within.length < 11, within.join(' '));
});

test('a lone caller is not waited for, however long the leave', async () => {
  const { run } = doubler();
  const batcher = new Batcher(run, { ...open, maxWaitMs: 60_000 });
  for (let i = 0; i < 50; i++) await batcher.submit(i % 2 ? batch(1) : batch(1, 2, 3));
});
