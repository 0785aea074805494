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

/** The files that failed in the last run. */
async function failedOnes(): Promise<readonly string[]> {
  const text = await readFile(failedFiles, 'utf8').catch(() => ''); // a runner that was ended noted none
  return text.split('\n').filter(Boolean);
}

/** Runs all, and those that failed once more, alone: real processes on a busy machine stumble. Answers the closing line and the exit code. */
async function conclude(): Promise<[line: string, code: number]> {
  if (files.length === 0) return [`no tests match ${patterns.join(' ')}`, 1];
  if (run(files.sort(), CONCURRENCY) === 0) return [`passed (files: ${files.length})`, 0];
  const failed = await failedOnes();
  if (failed.length === 0) return ['FAILED: the runner ended without naming a file', 1];
  if (failed.length > MOST_RETRIED) return [`FAILED (files: ${failed.length}): ${failed.join(', ')}`, 1];
  console.log(`\nonce more, alone: ${failed.join(', ')}\n`);
  await rm(failedFiles);
  if (run(failed, 1) === 0)
    return [`passed (files: ${files.length}), but at the second attempt only: ${failed.join(', ')}`, 0];
  const again = await failedOnes();
  return [`FAILED twice: ${(again.length > 0 ? again : failed).join(', ')}`, 1];
}

const [line, code] = await conclude();
await rm(notes, { recursive: true });
console.log(`\n${line}`);
process.exit(code);
