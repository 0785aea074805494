import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function sources(pattern: string): Promise<{ file: string; text: string }[]> {
  const found: { file: string; text: string }[] = [];
  for await (const file of glob(pattern, { cwd: root })) {
    if (!file.endsWith('.test.ts')) found.push({ file, text: await readFile(join(root, file), 'utf8') });
  }
  assert.ok(found.length > 0, `nothing matches ${pattern}`);
  return found;
}

test('rooms import lower floors only, through their doors, without cycles', () => {
  const program = join(root, 'node_modules', 'dependency-cruiser/bin/dependency-cruiser.mjs');
  const run = spawnSync(process.execPath, [program, 'src', '--config', '.dependency-cruiser.cjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('the environment is read where configuration is, and by the command line', async () => {
  const readers = (await sources('src/**/*.ts'))
    .filter(({ text }) => text.includes('process.env'))
    .map(({ file }) => file);
  const allowed = /^src\/(server\/main\.ts|cli\/)|^src\/engine\/(functions|endpoints)\/.*(runtime|server)/;
  assert.deepEqual(
    readers.filter((file) => !allowed.test(file)),
    [],
  );
});

test('there is no room for what has not been understood', async () => {
  const nameless = (await sources('src/**/*.ts')).filter(({ file }) =>
    /\/(utils?|common|shared|helpers?|managers?|misc)(\/|\.ts)/.test(file),
  );
  assert.deepEqual(nameless, []);
});

test('no licence that Apache-2.0 cannot carry is depended upon at run time', async () => {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { license?: string; dev?: boolean }>;
  };
  const unsuited = Object.entries(lock.packages)
    .filter(([, entry]) => !entry.dev && /\b(A?GPL|EPL|SSPL)/.test(entry.license ?? ''))
    .map(([name, entry]) => `${name}: ${entry.license}`);
  assert.deepEqual(unsuited, []);
});
