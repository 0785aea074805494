import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { tarGz } from '../../../../test/contract/sagemaker/fixtures.ts';
import { unpackTarGz } from './unpack.ts';

const limits = { bytes: 10_000, entries: 5 };
const data = Buffer.from('bytes');

async function unpacked(
  archive: Buffer,
): Promise<{ files: string[]; outside: string[]; error: string; text: string }> {
  const root = await mkdtemp(join(tmpdir(), 'postern-unpack-'));
  try {
    const directory = join(root, 'model');
    const error = await unpackTarGz(Readable.from([archive]), directory, limits).then(
      () => '',
      (problem: Error) => problem.message,
    );
    const files = await readdir(directory, { recursive: true });
    const text = files.includes('a') ? await readFile(join(directory, 'a'), 'utf8') : '';
    return { files: files.sort(), outside: await readdir(root), error, text };
  } finally {
    await rm(root, { recursive: true });
  }
}

test('files and directories are written below the directory', async () => {
  const result = await unpacked(
    tarGz([
      { name: 'a', data },
      { name: 'code/', type: '5' },
      { name: 'code/b.py', data },
    ]),
  );
  assert.deepEqual(result, {
    files: ['a', 'code', 'code/b.py'],
    outside: ['model'],
    error: '',
    text: 'bytes',
  });
});

test('when it resolves, everything is there: many at once, time after time', async () => {
  const archive = tarGz([{ name: 'a', data }]);
  for (let round = 0; round < 60; round++) {
    const all = await Promise.all(Array.from({ length: 8 }, () => unpacked(archive)));
    assert.deepEqual(new Set(all.map(({ text }) => text)), new Set(['bytes']));
  }
});

const bad: Record<string, [Buffer, RegExp]> = {
  'a path that leaves the directory': [tarGz([{ name: '../evil', data }]), /leaves the directory/],
  'a path that leaves it after all': [tarGz([{ name: 'a/../../evil', data }]), /leaves the directory/],
  'an absolute path': [tarGz([{ name: '/tmp/postern-evil', data }]), /not a relative path/],
  'a symbolic link': [tarGz([{ name: 'link', type: '2', link: '/etc' }]), /is a SymbolicLink/],
  'a link and a file through it': [
    tarGz([
      { name: 'x', type: '2', link: '..' },
      { name: 'x/evil', data },
    ]),
    /is a SymbolicLink/,
  ],
  'a hard link': [tarGz([{ name: 'link', type: '1', link: '/etc/passwd' }]), /is a Link/],
  'a device': [tarGz([{ name: 'null', type: '3' }]), /is a CharacterDevice/],
  'more bytes than allowed': [tarGz([{ name: 'big', data: Buffer.alloc(20_000) }]), /more than 10000 bytes/],
  'more entries than allowed': [
    tarGz(Array.from({ length: 6 }, (_, i) => ({ name: `f${i}` }))),
    /more than 5 entries/,
  ],
  'an archive that is cut off': [
    tarGz([{ name: 'a', data: Buffer.alloc(9_000, 'abc') }]).subarray(0, 60),
    /unexpected end/,
  ],
  'a tar without gzip': [gunzipSync(tarGz([{ name: 'a', data }])), /not gzip/],
  'something else': [Buffer.from('hello'), /not gzip/],
  nothing: [Buffer.alloc(0), /empty/],
};

for (const [what, [archive, message]] of Object.entries(bad)) {
  test(`${what} is refused, and nothing is written outside`, async () => {
    const result = await unpacked(archive);
    assert.match(result.error, message);
    assert.deepEqual(result.outside, ['model']);
  });
}
