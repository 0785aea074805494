import { join } from 'node:path';
import { generator, load, type Measured, type Target } from './load.ts';
import { root } from './processes.ts';
import { ratioText, tableText, writePlot } from '../src/plot/index.ts';

/** Programs that do the same thing, the first of them the base of the ratios. */
export interface Contest {
  /** File name of the plot. */
  readonly name: string;
  readonly title: string;
  readonly contestants: readonly { readonly name: string; readonly target: Target }[];
  readonly connections: readonly number[];
  readonly seconds: number;
}

/** Where plots go. */
export const results = join(root, 'bench', 'results');

/**
 * Loads each contestant in turn at each number of connections, so that the machine's moods meet all of them; prints and plots.
 * @returns for each contestant by name what was measured, in the order of `connections`
 */
export async function sideBySide({
  name,
  title,
  contestants,
  connections,
  seconds,
}: Contest): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(contestants.map((contestant) => [contestant.name, []]));
  for (const count of connections) {
    for (const contestant of contestants) {
      measured.get(contestant.name)?.push(await load(contestant.target, count, seconds));
    }
  }
  const base = measured.get(contestants[0]?.name ?? '') ?? [];
  const rows = connections.flatMap((count, at) =>
    contestants.map((contestant) => {
      const of = measured.get(contestant.name)?.[at] as Measured;
      const ratio = ratioText(of.requestsPerSecond, base[at]?.requestsPerSecond);
      return [count, contestant.name, of.requestsPerSecond, ratio, of.p50Ms, of.p99Ms, of.failed];
    }),
  );
  const columns = ['connections', 'program', 'requests/s', 'ratio', 'p50 ms', 'p99 ms', 'failed'].map(
    (column) => ({ name: column }),
  );
  console.log(tableText({ title: `${title} (load by ${generator}, ${seconds} s each)`, columns, rows }));
  const file = await writePlot(results, name, {
    kind: 'lines',
    title,
    xLabel: 'connections',
    yLabel: 'requests a second',
    xScale: 'log2',
    series: contestants.map((contestant) => ({
      name: contestant.name,
      points: connections.map(
        (count, at) =>
          [count, measured.get(contestant.name)?.[at]?.requestsPerSecond ?? 0] as [number, number],
      ),
    })),
  });
  console.log(`plot: ${file}\n`);
  return measured;
}
