import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readConfig } from './config.ts';
import { openStateDirectory } from './state-directory.ts';

async function place(context: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'postern-state-'));
  context.after(() => rm(root, { recursive: true }));
  const run = join(root, 'run', '1-1');
  await mkdir(run, { recursive: true });
  const state = join(root, 'state');
  return { root, state, open: () => openStateDirectory(readConfig(['--state', state], {}), run) };
}

test('data outlive the server; what a reset replaced does not come back, even if nobody could delete it', async (context) => {
  const { state, open } = await place(context);
  {
    await using directory = await open();
    await writeFile(join(directory.data.path, 'kept'), '');
  }
  {
    await using directory = await open();
    assert.deepEqual(await readdir(directory.data.path), ['kept']);
    const renewed = await directory.renew();
    assert.deepEqual(await readdir(renewed.path), []);
    await writeFile(join(renewed.path, 'new'), '');
    assert.deepEqual(await readdir(directory.data.path), ['kept'], 'until it is discarded');
  }
  await using directory = await open();
  assert.deepEqual(await readdir(directory.data.path), ['new']);
  assert.deepEqual(
    (await readdir(state)).filter((name) => name.startsWith('data-')),
    ['data-2'],
  );
});

test('a directory in use is refused with the name of who holds it', async (context) => {
  const { root, open } = await place(context);
  await using directory = await open();
  await assert.rejects(open, /is in use by another Postern that is just starting$/);
  await directory.announce('http://127.0.0.1:4566', 4566);
  await assert.rejects(
    open,
    new RegExp(`is in use by the Postern at http://127\\.0\\.0\\.1:4566 \\(process ${process.pid}\\)$`),
  );
  assert.deepEqual(await readdir(join(root, 'run')), ['1-1', '4566.json']);
});
