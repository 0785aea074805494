import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { randomIds } from '../../kit/index.ts';
import { ObjectBytes } from './object-bytes.ts';
import { TooLarge } from './spec.ts';

async function make(context: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'postern-objects-'));
  context.after(() => rm(directory, { recursive: true }));
  const open = () => ObjectBytes.open({ directory, ids: randomIds, sync: false });
  const files = async () =>
    (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      .length;
  return { directory, open, files, bytes: await open() };
}

async function put(bytes: ObjectBytes, content: Buffer) {
  await using draft = await bytes.receive([content], { digests: ['md5'] });
  await draft.keep();
  return { id: draft.id, bytes: draft.bytes };
}

test('bytes come in with their digests and go out in any range', async (context) => {
  const { bytes } = await make(context);
  const content = randomBytes(3_000_000);
  await using draft = await bytes.receive(Readable.from([content.subarray(0, 10), content.subarray(10)]), {
    digests: ['md5', 'sha256'],
  });
  assert.deepEqual(draft.digests.get('sha256'), createHash('sha256').update(content).digest());
  await draft.keep();
  const other = await put(bytes, Buffer.from('tail'));
  const whole = Buffer.concat([content, Buffer.from('tail')]);
  for (const [from, count] of [
    [0, whole.length],
    [1, 1],
    [2_999_999, 2],
    [3_000_001, 3],
    [300_000, 700_000],
    [5, 0],
  ] as const) {
    const out = await buffer(await bytes.read([draft, other], from, count));
    assert.ok(out.equals(whole.subarray(from, from + count)), `${from}+${count}`);
  }
});

test('nothing is left of bytes that are not kept, too many, or cut off', async (context) => {
  const { bytes, files } = await make(context);
  {
    await using _draft = await bytes.receive([Buffer.from('x')], { digests: [] });
    assert.equal(await files(), 1);
  }
  assert.equal(await files(), 0);
  await assert.rejects(bytes.receive([Buffer.alloc(11)], { digests: [], maxBytes: 10 }), TooLarge);
  const broken = async function* () {
    yield Buffer.alloc(100_000);
    throw new Error('cut off');
  };
  await assert.rejects(bytes.receive(broken(), { digests: ['md5'] }), /cut off/);
  assert.equal(await files(), 0);
});

test('the next start sweeps what a crash left half-made, and keeps the rest', async (context) => {
  const { bytes, open, directory, files } = await make(context);
  const kept = await put(bytes, Buffer.from('kept'));
  await writeFile(join(directory, 'incoming', 'half'), 'ha');
  const again = await open();
  assert.equal(await files(), 1);
  assert.equal(String(await buffer(await again.read([kept], 0, 4))), 'kept');
});

test('a duplicate outlives its original', async (context) => {
  const { bytes, files } = await make(context);
  const original = await put(bytes, Buffer.from('same'));
  await using copy = await bytes.duplicate(original);
  await copy.keep();
  await bytes.remove([original.id]);
  assert.equal(String(await buffer(await bytes.read([copy], 0, 4))), 'same');
  await bytes.remove([copy.id, copy.id]);
  assert.equal(await files(), 0);
});

test('bytes removed while they are read stay until the reader is done', async (context) => {
  const { bytes, files } = await make(context);
  const first = await put(bytes, randomBytes(600_000));
  const second = await put(bytes, randomBytes(600_000));
  const reader = await bytes.read([first, second], 0, 1_200_000);
  const removed = bytes.remove([first.id, second.id]);
  assert.equal((await buffer(reader)).length, 1_200_000);
  await removed;
  assert.equal(await files(), 0);

  const third = await put(bytes, randomBytes(600_000));
  const abandoned = await bytes.read([third], 0, 600_000);
  const gone = bytes.remove([third.id]);
  abandoned.destroy();
  await gone;
  assert.equal(await files(), 0);
});

test('a missing file is an error before the first byte', async (context) => {
  const { bytes } = await make(context);
  await assert.rejects(bytes.read([{ id: 'none', bytes: 1 }], 0, 1), /ENOENT/);
});
