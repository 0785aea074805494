import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomIds, StandingClock } from '../../../kit/index.ts';
import { Store } from '../../../store/index.ts';
import type { Bucket } from './bucket.ts';
import { Contents } from './contents.ts';
import type { ObjectVersion } from './object.ts';
import { versionIdOf } from './object.ts';
import { Objects } from './objects.ts';
import { TimeOrderedIds } from './version-id.ts';

/** What S3 is said to do, in the plainest form: a list of versions for each key, newest first. */
class Model {
  readonly keys = new Map<string, { id: string; isNull: boolean; marker: boolean }[]>();
  versioning: Bucket['versioning'];

  of(key: string) {
    return this.keys.get(key) ?? [];
  }

  add(key: string, id: string, marker: boolean) {
    const isNull = this.versioning !== 'Enabled';
    const kept = isNull ? this.of(key).filter((version) => !version.isNull) : this.of(key);
    const gone = marker && this.versioning === undefined;
    this.keys.set(key, gone ? kept : [{ id, isNull, marker }, ...kept]);
  }

  remove(key: string, id: string) {
    this.keys.set(
      key,
      this.of(key).filter((version) => version.id !== id),
    );
  }

  all() {
    return [...this.keys]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, versions]) =>
        versions.map((version, index) => ({ key, ...version, isLatest: index === 0 })),
      );
  }
}

type Step = { do: 'put' | 'mark' | 'remove'; key: string; which: number } | { do: 'Enabled' | 'Suspended' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('put', 'mark', 'remove'),
        key: fc.constantFrom('a', 'a\u0001', 'b'),
        which: fc.nat(5),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('Enabled', 'Suspended') }) },
  ) as fc.Arbitrary<Step>,
  { maxLength: 30 },
);

test('versions come, go and are listed as S3 says, whatever is done to them', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (done, limit) => {
      using store = new Store(':memory:');
      const objects = new Objects(store, new Contents(store));
      const ids = new TimeOrderedIds(new StandingClock(), randomIds);
      const model = new Model();
      let bucket: Bucket = { name: 'bucket', account: '1', region: 'r', createdMs: 0 };
      const freed = new Set<string>();
      for (const step of done) {
        if (!('key' in step)) {
          model.versioning = step.do;
          bucket = { ...bucket, versioning: step.do };
          continue;
        }
        for (const id of run(step, objects, bucket, ids, model)) freed.add(id);
      }
      const listed = listAll(objects, bucket, limit);
      assert.deepEqual(
        listed.map(({ key, version, isLatest }) => ({
          key,
          id: version.id,
          isNull: version.isNull,
          marker: version.kind === 'delete-marker',
          isLatest,
        })),
        model.all(),
      );
      for (const { key, version, isLatest } of listed) {
        assert.deepEqual(objects.find(bucket, key, versionIdOf(version)), { version, isLatest });
        assert.ok(!freed.has(version.id), 'bytes that are still needed were freed');
      }
      assert.deepEqual(
        objects.list(bucket, { prefix: '', after: '', limit: 100 }).map(({ row }) => row.id),
        model.all().flatMap(({ id, marker, isLatest }) => (isLatest && !marker ? [id] : [])),
      );
      assert.equal(objects.isEmpty(bucket), model.all().length === 0);
    }),
    { numRuns: 300 },
  );
});

function run(
  step: Extract<Step, { key: string }>,
  objects: Objects,
  bucket: Bucket,
  ids: TimeOrderedIds,
  model: Model,
): string[] {
  const { key, which } = step;
  const isNull = bucket.versioning !== 'Enabled';
  if (step.do === 'remove') {
    const chosen = model.of(key)[which];
    const found = chosen && objects.find(bucket, key, chosen.isNull ? 'null' : chosen.id);
    assert.equal(found?.version.id, chosen?.id);
    if (!found) return [];
    model.remove(key, found.version.id);
    return objects.remove(bucket, key, found.version);
  }
  const id = ids.newestFirst();
  model.add(key, id, step.do === 'mark');
  if (step.do === 'mark')
    return objects.mark(bucket, key, { kind: 'delete-marker', id, isNull, modifiedMs: 0 });
  return objects.put(bucket, key, objectVersion(id, isNull));
}

const objectVersion = (id: string, isNull: boolean): ObjectVersion => ({
  kind: 'object',
  id,
  isNull,
  modifiedMs: 0,
  etag: '',
  bytes: 0,
  content: { id },
  checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', value: '' },
  headers: {},
  metadata: {},
  encryption: { algorithm: 'AES256' },
});

function listAll(objects: Objects, bucket: Bucket, limit: number) {
  const all: ReturnType<Objects['listVersions']> = [];
  for (;;) {
    const last = all.at(-1);
    const page = objects.listVersions(bucket, {
      prefix: '',
      afterKey: last?.key ?? '',
      afterId: last?.version.id ?? '',
      limit,
    });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
