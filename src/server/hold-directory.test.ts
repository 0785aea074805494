import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdDirectory } from './hold-directory.ts';

const program = `
  import { holdDirectory } from ${JSON.stringify(new URL('hold-directory.ts', import.meta.url).href)};
  const held = holdDirectory(process.argv[1]) !== undefined;
  if (held) process.kill(process.pid, 'SIGKILL');`;

/** Whether another process gets the directory; it is killed with it in its hands. */
function otherGets(path: string): boolean {
  const run = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, path]);
  return run.signal === 'SIGKILL';
}

test('a directory has one holder, in this process and among all, and none after a kill', async (context) => {
  const path = await mkdtemp(join(tmpdir(), 'postern-hold-'));
  context.after(() => rm(path, { recursive: true }));
  assert.ok(otherGets(path));
  const hold = holdDirectory(path);
  assert.ok(hold, 'a killed process holds nothing');
  assert.equal(holdDirectory(path), undefined);
  assert.equal(otherGets(path), false);
  hold[Symbol.dispose]();
  assert.ok(otherGets(path));
  assert.deepEqual(await readdir(path), ['lock']);
});
