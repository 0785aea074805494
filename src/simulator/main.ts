// The simulator: policies over a trace on a virtual clock. Its options come as one JSON argument from `postern simulate`.
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { makeDirectory, tableText } from '../plot/index.ts';
import {
  type Instance,
  type Plan,
  readPlan,
  type Run,
  readTrace,
  simulate,
  summaryOf,
  writeRuns,
} from './index.ts';

interface Options {
  readonly policies: readonly string[];
  readonly trace: string;
  readonly min: number;
  readonly max: number;
  readonly initial?: number;
  readonly instance: Instance;
  readonly out?: string;
  readonly json: boolean;
}

async function main(options: Options): Promise<void> {
  const trace = readTrace(await readFile(options.trace, 'utf8'));
  const plans = await plansOf(options);
  const startedAt = performance.now();
  const runs = plans.map((plan) => simulate(plan, trace, options.instance));
  const tookMs = performance.now() - startedAt;
  const files = options.out === undefined ? [] : await write(options.out, runs);
  const seconds = (trace.endMs - trace.startMs) / 1000;
  if (options.json) {
    const results = runs.map((run) => ({ ...summaryOf(run), scaled: run.changes }));
    return console.log(JSON.stringify({ traceSeconds: seconds, tookMs, runs: results, files }));
  }
  print(runs, seconds, tookMs);
  for (const file of files) console.log(file);
}

async function plansOf({ policies, min, max, initial }: Options): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const file of policies) {
    const base = basename(file, extname(file));
    const taken = plans.filter((plan) => plan.name.startsWith(base)).length;
    const name = taken === 0 ? base : `${base}-${taken + 1}`;
    plans.push(readPlan(await readFile(file, 'utf8'), name, { min, max, initial }));
  }
  return plans;
}

async function write(directory: string, runs: readonly Run[]): Promise<string[]> {
  await makeDirectory(directory).catch((error: Error) => {
    throw new Error(`--out: the directory cannot be made (${error.message})`);
  });
  return writeRuns(directory, runs);
}

function print(runs: readonly Run[], seconds: number, tookMs: number): void {
  const columns = [
    'policy',
    'changes',
    'instances, most',
    'average',
    'utilisation',
    'waiting, most',
    'refused',
    'p50 ms',
    'p99 ms',
    'cost',
  ].map((name) => ({ name }));
  const rows = runs.map(summaryOf).map((one) => Object.values(one));
  const title = `${Math.round(seconds / 60).toLocaleString('en-US')} minutes of load in ${Math.round(tookMs)} ms`;
  console.log(tableText({ title, columns, rows }));
}

try {
  await main(JSON.parse(process.argv[2] ?? '{}') as Options);
} catch (error) {
  console.error(`postern: ${(error as Error).message}`);
  process.exitCode = 1;
}
