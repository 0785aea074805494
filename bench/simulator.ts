/** How fast the simulator is, and whether it decides as the live loop did on the very same samples. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { recordLive, type Recording } from './live-scaling.ts';
import { root } from './processes.ts';
import { results } from './side-by-side.ts';
import { tableText, writePlot } from '../src/plot/index.ts';
import { type Instance, readPlan, readTrace, replay, simulate } from '../src/simulator/index.ts';

const DAYS = 7;
const DAY_S = 86_400;
const bounds = { min: 1, max: 10, initial: undefined };
const instance: Instance = {
  serviceMs: 20,
  concurrency: 1,
  startMs: 180_000,
  queueLimit: 500,
  pricePerHour: 0.2,
};

/** Runs the part. */
export async function benchSimulator(): Promise<void> {
  await speed();
  await equality(await recordLive());
}

/** A load of days, a line a minute: up by day and down by night. */
const days = (count: number): string =>
  Array.from({ length: count * 1440 }, (_, minute) => {
    const load = 120 - 100 * Math.cos((minute / 1440) * 2 * Math.PI);
    return `${minute * 60},${load.toFixed(1)}`;
  }).join('\n');

async function speed(): Promise<void> {
  const policies = {
    'invocations, 60 s': ['SageMakerVariantInvocationsPerInstance', 1500],
    'requests under way, 10 s': ['SageMakerVariantConcurrentRequestsPerModelHighResolution', 0.5],
  } as const;
  const trace = readTrace(days(DAYS));
  const rows: (string | number)[][] = Object.entries(policies).map(([name, [metric, target]]) => {
    const plan = readPlan(policyOf(metric, target), name, bounds);
    simulate(plan, trace, instance); // compiled
    const startedAt = performance.now();
    const { changes } = simulate(plan, trace, instance);
    return row(`${name}, in process`, DAYS, performance.now() - startedAt, changes.length);
  });
  rows.push(await byCommand());
  const columns = ['policy', 'days of trace', 'ms', 'trace seconds per second', 'changes'];
  const title = 'The simulator, one-second steps';
  console.log(tableText({ title, columns: columns.map((name) => ({ name })), rows }));
}

const row = (name: string, count: number, ms: number, changes: number): (string | number)[] => [
  name,
  count,
  ms,
  (count * DAY_S) / (ms / 1000),
  changes,
];

/** One day through `postern simulate`, start of Node, CSV and plots included. */
async function byCommand(): Promise<(string | number)[]> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const [policy, trace] = [join(directory, 'policy.json'), join(directory, 'trace.csv')];
    await writeFile(policy, policyOf('SageMakerVariantInvocationsPerInstance', 1500));
    await writeFile(trace, days(1));
    const args = ['simulate', '--json', '--policy', policy, '--trace', trace, '--out', directory];
    const startedAt = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/postern.js', ...args], {
      cwd: root,
    });
    const { runs } = JSON.parse(stdout) as { runs: { changes: number }[] };
    return row('the first, as `postern simulate`', 1, performance.now() - startedAt, runs[0]?.changes ?? 0);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const policyOf = (PredefinedMetricType: string, TargetValue: number, cooldowns: object = {}): string =>
  JSON.stringify({
    PolicyName: 'follow',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue,
      PredefinedMetricSpecification: { PredefinedMetricType },
      ...cooldowns,
    },
  });

/** Replays what was recorded, and compares. */
async function equality({ policy, limits, samples, changes }: Recording): Promise<void> {
  const plan = readPlan(JSON.stringify(policy), 'follow', { ...limits, initial: limits.min });
  const tookMs = (index: number): number => changes[index]?.tookMs ?? Number.POSITIVE_INFINITY;
  const simulated = replay(plan, { datapoints: samples, fromMs: samples[0]?.endMs ?? 0, tookMs });
  const periodOf = (ms: number): number => Math.floor(ms / 60_000);
  const live = changes.map(({ atMs, from, to }) => ({ period: periodOf(atMs), from, to }));
  const again = simulated.map(({ atMs, from, to }) => ({ period: periodOf(atMs), from, to }));
  const text = (one: (typeof live)[number] | undefined) =>
    one ? `minute ${one.period}: ${one.from} -> ${one.to}` : '-';
  const rows = Array.from({ length: Math.max(live.length, again.length) }, (_, index) => {
    const [did, would] = [text(live[index]), text(again[index])];
    return [index + 1, did, would, did === would ? 'equal' : 'DIFFERENT'];
  });
  const columns = ['change', 'live loop', 'simulator, same samples', ''].map((name) => ({ name }));
  const title = `Decisions on ${samples.length} minutes of samples (a minute took a second: time scale 60)`;
  console.log(tableText({ title, columns, rows }));
  const different = rows.filter(([, , , verdict]) => verdict !== 'equal').length;
  console.log(
    different === 0 ? `${rows.length} decisions, all equal` : `${different} of ${rows.length} DIFFERENT`,
  );
  const capacity = (made: readonly { period: number; to: number }[]) =>
    samples.map(({ endMs }) => {
      const minute = periodOf(endMs);
      return [minute, made.findLast(({ period }) => period <= minute)?.to ?? limits.min] as const;
    });
  const file = await writePlot(results, 'simulator', {
    kind: 'lines',
    title: 'Desired instances: the live loop, and the simulator on its samples',
    xLabel: 'minutes (of a second each)',
    yLabel: 'instances',
    series: [
      { name: 'live loop', points: capacity(live) },
      { name: 'simulator', points: capacity(again) },
    ],
  });
  console.log(`plot: ${file}\n`);
}
