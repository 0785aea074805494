import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeDirectory } from './make-directory.ts';

test('a directory is made with those above it, and may be there already', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'postern-directory-'));
  t.after(() => rm(root, { recursive: true }));
  for (let n = 0; n < 2; n++) await makeDirectory(join(root, 'a/b/c'));
  assert.ok((await stat(join(root, 'a/b/c'))).isDirectory());
  await writeFile(join(root, 'file'), '');
  await assert.rejects(makeDirectory(join(root, 'file')), { code: 'EEXIST' });
  await assert.rejects(makeDirectory(join(root, 'file/below')), { code: 'ENOTDIR' });
});

test('where none can be made it ends', { skip: process.platform !== 'linux', timeout: 5_000 }, async () => {
  for (const path of ['/proc/nope', '/proc/nope/below'])
    await assert.rejects(makeDirectory(path), { code: 'ENOENT' });
});
