/**
 * `npm test`: the checks and all tests, with one closing summary by Node's test runner. Skipped tests are listed by name with their reason.
 * node tools/run-tests.ts [glob ...]
 */
import { spawnSync } from 'node:child_process';
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ALL = [
  'src/**/*.test.ts',
  'examples/**/*.test.ts',
  'tools/**/*.test.ts',
  'bench/**/*.test.ts',
  'test/**/*.test.ts',
];
const CONCURRENCY = 2;
/** More failing files than that are no accident. */
const MOST_RETRIED = 3;

const patterns = process.argv.slice(2);
const files: string[] = [];
for await (const file of glob(patterns.length > 0 ? patterns : ALL, {
  exclude: (name) => name === 'node_modules',
}))
  files.push(file);

const notes = await mkdtemp(join(tmpdir(), 'postern-tests-'));
const failedFiles = join(notes, 'failed');

/** Runs the files; answers the runner's exit code. */
function run(chosen: readonly string[], concurrency: number): number {
  const options = [
    `--test-concurrency=${concurrency}`,
    '--test-timeout=300000',
    '--test-reporter=./tools/reporter.ts',
  ];
  const tests = spawnSync(process.execPath, ['--test', ...options, ...chosen], {
    stdio: 'inherit',
    env: { ...process.env, POSTERN_FAILED_TESTS: failedFiles },
  });
  return tests.status ?? 1;
}

let status = run(files.sort(), CONCURRENCY);
const failed = status === 0 ? [] : (await readFile(failedFiles, 'utf8')).split('\n').filter(Boolean);
if (failed.length > 0 && failed.length <= MOST_RETRIED) {
  // Real processes on a busy machine: who fails is asked once more, alone, and named.
  console.log(`\nonce more, alone: ${failed.join(', ')}\n`);
  status = run(failed, 1);
}
await rm(notes, { recursive: true });
process.exit(status);
