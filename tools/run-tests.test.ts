import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** Runs these test files by the runner; answers its closing line, where files have no directory, and its exit code. */
function runTests(sources: Readonly<Record<string, string>>): [line: string, code: number | null] {
  const directory = mkdtempSync(join(tmpdir(), 'postern-run-tests-'));
  try {
    for (const [name, source] of Object.entries(sources)) {
      const text = `import { test } from 'node:test'; import * as fs from 'node:fs'; test('it', () => { ${source} });`;
      writeFileSync(
        join(directory, `${name}.test.ts`),
        text.replaceAll('MARK', JSON.stringify(join(directory, name))),
      );
    }
    const { NODE_TEST_CONTEXT: _, ...env } = process.env; // these are no subtests of this one
    const ran = spawnSync(process.execPath, ['tools/run-tests.ts', join(directory, '*.test.ts')], { env });
    const line = ran.stdout.toString().trimEnd().split('\n').at(-1) ?? '';
    return [line.replaceAll(/[^ ]*\/([a-z]+\.test\.ts)/g, '$1'), ran.status];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const GOOD = '';
const BAD = `throw new Error('always');`;
const ONCE = `if (!fs.existsSync(MARK)) { fs.writeFileSync(MARK, ''); throw new Error('once'); }`;

test('who fails once is named and forgiven', () => {
  assert.deepEqual(runTests({ good: GOOD, once: ONCE }), [
    'passed (files: 2), but at the second attempt only: once.test.ts',
    0,
  ]);
});

test('who fails twice has failed, and so has a crowd at once', () => {
  assert.deepEqual(runTests({ good: GOOD, bad: BAD, once: ONCE }), ['FAILED twice: bad.test.ts', 1]);
  assert.deepEqual(runTests({ a: ONCE, b: ONCE, c: ONCE, d: ONCE }), [
    'FAILED (files: 4): a.test.ts, b.test.ts, c.test.ts, d.test.ts',
    1,
  ]);
});

test('no tests are no success', () => {
  const [line, code] = runTests({});
  assert.match(line, /^no tests match /);
  assert.equal(code, 1);
});
