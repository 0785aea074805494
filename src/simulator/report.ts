import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Plot, writePlot } from '../plot/index.ts';
import type { Moment, Run } from './simulate.ts';

/** What a run came to. */
export interface Summary {
  readonly plan: string;
  readonly changes: number;
  readonly mostInstances: number;
  readonly averageInstances: number;
  readonly averageUtilisation: number;
  readonly mostWaiting: number;
  /** Requests turned away. */
  readonly refused: number;
  /** Of those who came, how long half and 99 in 100 took at most, milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cost: number;
}

/** Points that a plot has at most for one line: more cannot be told apart. */
const PLOT_POINTS = 1_200;
const COLUMNS = 'time,requests_per_second,desired,running,utilisation,waiting,refused,latency_ms,cost';

/** The figures of one run. */
export function summaryOf({ plan, moments, changes }: Run): Summary {
  const total = (value: (moment: Moment) => number): number =>
    moments.reduce((sum, one) => sum + value(one), 0);
  const most = (value: (moment: Moment) => number): number =>
    moments.reduce((high, one) => Math.max(high, value(one)), 0);
  const latencies = moments
    .map(({ latencyMs, perSecond }) => [latencyMs, perSecond] as const)
    .sort((one, other) => one[0] - other[0]);
  return {
    plan: plan.name,
    changes: changes.length,
    mostInstances: most(({ running }) => running),
    averageInstances: total(({ running }) => running) / moments.length,
    averageUtilisation: total(({ utilisation }) => utilisation) / moments.length,
    mostWaiting: most(({ waiting }) => waiting),
    refused: total(({ refused }) => refused),
    p50Ms: weighted(latencies, 0.5),
    p99Ms: weighted(latencies, 0.99),
    cost: moments.at(-1)?.cost ?? 0,
  };
}

/** The value below which that share of the weight lies. */
function weighted(sorted: readonly (readonly [value: number, weight: number])[], share: number): number {
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let left = total * share;
  for (const [value, weight] of sorted) {
    left -= weight;
    if (left <= 0) return value;
  }
  return sorted.at(-1)?.[0] ?? 0;
}

/** Writes `<name>.csv` for each run and `simulation.svg` for all of them; answers the files. */
export async function writeRuns(directory: string, runs: readonly Run[]): Promise<string[]> {
  const files = [];
  for (const { plan, moments } of runs) {
    const file = join(directory, `${plan.name}.csv`);
    await writeFile(file, `${[COLUMNS, ...moments.map(lineOf)].join('\n')}\n`);
    files.push(file);
  }
  for (const [name, plot] of Object.entries(plotsOf(runs)))
    files.push(await writePlot(directory, name, plot));
  return files;
}

const lineOf = (moment: Moment): string =>
  [
    moment.atMs / 1000,
    short(moment.perSecond),
    moment.desired,
    moment.running,
    short(moment.utilisation),
    short(moment.waiting),
    short(moment.refused),
    short(moment.latencyMs),
    short(moment.cost),
  ].join(',');

const short = (value: number): string => String(Number(value.toFixed(4)));

function plotsOf(runs: readonly Run[]): Record<'instances' | 'load' | 'latency', Plot> {
  const startMs = runs[0]?.moments[0]?.atMs ?? 0;
  const series = (name: string, { moments }: Run, value: (moment: Moment) => number) => {
    const every = Math.max(1, Math.ceil(moments.length / PLOT_POINTS));
    const points = moments
      .filter((moment, index) => index % every === 0 && Number.isFinite(value(moment)))
      .map((moment) => [(moment.atMs - startMs) / 60_000, value(moment)] as const);
    return { name, points };
  };
  const plot = (title: string, yLabel: string, lines: Parameters<typeof series>[]): Plot => ({
    kind: 'lines',
    title,
    xLabel: 'minutes',
    yLabel,
    series: lines.map((line) => series(...line)),
  });
  const [first] = runs;
  return {
    instances: plot(
      'Instances that serve',
      'instances',
      runs.map((run) => [run.plan.name, run, ({ running }) => running]),
    ),
    load: plot('Load', 'requests/s', first ? [['requests', first, ({ perSecond }) => perSecond]] : []),
    latency: plot(
      'From arrival to answer',
      'ms',
      runs.map((run) => [run.plan.name, run, ({ latencyMs }) => latencyMs]),
    ),
  };
}
