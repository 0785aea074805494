/**
 * `npm test`: the checks and all tests, with one closing summary by Node's test runner. Skipped tests are listed by name with their reason.
 * node tools/run-tests.ts [glob ...]
 */
import { spawnSync } from 'node:child_process';
import { glob } from 'node:fs/promises';

const ALL = [
  'src/**/*.test.ts',
  'examples/**/*.test.ts',
  'tools/**/*.test.ts',
  'bench/**/*.test.ts',
  'test/**/*.test.ts',
];
const CONCURRENCY = 2;

const patterns = process.argv.slice(2);
const files: string[] = [];
for await (const file of glob(patterns.length > 0 ? patterns : ALL, {
  exclude: (name) => name === 'node_modules',
}))
  files.push(file);

const tests = spawnSync(
  process.execPath,
  [
    '--test',
    `--test-concurrency=${CONCURRENCY}`,
    '--test-timeout=300000',
    '--test-reporter=./tools/reporter.ts',
    ...files.sort(),
  ],
  { stdio: 'inherit' },
);
process.exit(tests.status ?? 1);
