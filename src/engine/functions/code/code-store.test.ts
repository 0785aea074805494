import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { ZipFile } from 'yazl';
import { randomIds } from '../../../kit/index.ts';
import { CodeStore } from './code-store.ts';

const scratch = mkdtempSync(join(tmpdir(), 'postern-code-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function zip(files: Record<string, string | Buffer>, links: Record<string, string> = {}): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, data] of Object.entries(files))
    archive.addBuffer(Buffer.from(data), name, { mode: name === 'bootstrap' ? 0o100755 : 0o100600 });
  for (const [name, target] of Object.entries(links))
    archive.addBuffer(Buffer.from(target), name, { mode: 0o120777 });
  archive.end();
  return buffer(archive.outputStream);
}

/** Changes a name in an archive to one of the same length that a library would not write. */
const rename = (archive: Buffer, from: string, to: string): Buffer =>
  Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');

let count = 0;
const open = (limits = { unpackedBytes: 1 << 20, entries: 100 }) => {
  const root = join(scratch, String(++count));
  mkdirSync(root);
  return CodeStore.open(root, randomIds, limits);
};

test('keeps an archive once, unpacked with its modes, until nobody uses it', async () => {
  const store = await open();
  const archive = await zip(
    { 'index.js': 'a', 'lib/b.js': 'bb', bootstrap: '#!' },
    { 'bin/b': '../lib/b.js' },
  );
  const code = await store.add(archive);
  assert.ok('id' in code);
  assert.equal(code.unpackedBytes, 5);
  assert.equal(code.zippedBytes, archive.length);
  assert.deepEqual(await store.add(archive), code);
  const directory = store.directory(code.id);
  assert.equal(readFileSync(join(directory, 'lib/b.js'), 'utf8'), 'bb');
  assert.equal(readlinkSync(join(directory, 'bin/b')), '../lib/b.js');
  assert.equal(statSync(join(directory, 'bootstrap')).mode & 0o777, 0o755);
  assert.equal(statSync(join(directory, 'index.js')).mode & 0o777, 0o644);
  assert.deepEqual(await store.zip(code.id), archive);
  store.release(code.id);
  await store.collect(new Set());
  assert.ok(existsSync(directory), 'still held once');
  store.release(code.id);
  await store.collect(new Set([code.id]));
  assert.ok(existsSync(directory), 'used');
  await store.collect(new Set());
  assert.ok(!existsSync(directory));
});

test('refuses what leads out, is too large, or is none; and leaves nothing', async () => {
  const store = await open({ unpackedBytes: 1000, entries: 3 });
  const fault = async (archive: Buffer) => {
    const outcome = await store.add(archive);
    return 'fault' in outcome ? outcome.fault : 'kept';
  };
  assert.equal(await fault(Buffer.from('no zip')), 'unreadable');
  assert.equal(await fault(Buffer.alloc(0)), 'unreadable');
  const evil = await zip({ 'aa/evil.js': 'x' });
  assert.notEqual(await fault(rename(evil, 'aa/evil.js', '../evil.js')), 'kept');
  assert.notEqual(await fault(rename(evil, 'aa/evil.js', '/a/evil.js')), 'kept');
  assert.equal(await fault(await zip({}, { out: '/etc/passwd' })), 'unsafe');
  assert.equal(await fault(await zip({}, { 'a/out': '../../x' })), 'unsafe');
  assert.notEqual(await fault(await zip({ 'l/file': 'x' }, { l: 'elsewhere' })), 'kept');
  assert.equal(await fault(await zip({ big: Buffer.alloc(5000) })), 'too-large');
  assert.equal(await fault(await zip({ a: '', b: '', c: '', d: '' })), 'too-large');
  const whole = await zip({ 'a.js': 'hello hello hello' });
  assert.notEqual(await fault(whole.subarray(0, whole.length - 30)), 'kept');
  await store.collect(new Set());
  assert.deepEqual(readdirSync(join(scratch, String(count))), []);
});
