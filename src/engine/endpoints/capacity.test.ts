import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineOfFile, openEngine, quick, variantOf } from '../../../test/models/scripted.ts';
import { Capacity, type Slot } from './capacity.ts';

const GIB = 1024 ** 3;
const machine = machineOfFile();

const slot = (admitted: Slot | string): Slot => {
  assert.ok(typeof admitted !== 'string');
  return admitted;
};
const refusal = (admitted: Slot | string): string => {
  assert.ok(typeof admitted === 'string');
  return admitted;
};

test('what has been promised to instances that start is not given to others', () => {
  let availableBytes = 4 * GIB;
  const capacity = new Capacity(() => ({ totalBytes: 10 * GIB, availableBytes }));
  const first = slot(capacity.admit(2 * GIB));
  assert.match(
    refusal(capacity.admit(2 * GIB)),
    /takes some 2048 MiB of memory, and the machine has 1536 MiB/,
  );
  availableBytes = 2 * GIB; // it has taken it
  first.settled();
  const second = slot(capacity.admit(1 * GIB));
  assert.equal(typeof capacity.admit(1 * GIB), 'string');
  second[Symbol.dispose]();
  second[Symbol.dispose]();
  slot(capacity.admit(1 * GIB));
});

test('a new version of a variant is expected to take what the one before it did', () => {
  const capacity = new Capacity(() => ({ totalBytes: 10 * GIB, availableBytes: 10 * GIB }));
  capacity.footprintOf('endpoint/large').bytes = 3 * GIB;
  assert.equal(capacity.footprintOf('endpoint/large').bytes, 3 * GIB);
  assert.ok(capacity.footprintOf('endpoint/other').bytes < GIB);
  for (let i = 0; i < 2_000; i++) capacity.footprintOf(`other/${i}`);
  assert.ok(capacity.footprintOf('endpoint/large').bytes < GIB, 'the oldest is forgotten');
});

test('a machine runs a bounded number of instances', () => {
  const capacity = new Capacity(() => ({ totalBytes: 10 * GIB, availableBytes: 10 * GIB }), 2);
  const slots = [slot(capacity.admit(1)), slot(capacity.admit(1))];
  assert.match(refusal(capacity.admit(1)), /the machine runs 2 instances/);
  slots[0]?.[Symbol.dispose]();
  slot(capacity.admit(1));
});

test('scaling over the limit of the machine fails by name, and what serves serves on', async () => {
  await using engine = openEngine(machine(), 3);
  const first = await engine.deploy({ id: 'e', variants: [variantOf(quick('one'))] }, () => {});
  assert.equal(first.kind, 'in-service');
  const outcome = await engine.resize('e', 'v', 6);
  assert.partialDeepStrictEqual(outcome, { kind: 'failed', cause: 'machine-full' });
  const [standing] = engine.standing('e') ?? [];
  assert.equal(standing?.instances.length, standing?.inService, 'those that could not come are gone');
  assert.ok((standing?.inService ?? 0) >= 1);
  assert.equal((await engine.invoke('e', { headers: {}, body: Buffer.from('x') })).kind, 'answered');
  const second = await engine.deploy(
    { id: 'f', variants: [variantOf(quick('one'), { instances: 3 })] },
    () => {},
  );
  assert.partialDeepStrictEqual(second, { kind: 'failed', cause: 'machine-full' });
  assert.equal(engine.has('f'), false);
});
