/**
 * What a second instance brings, and what stands between a caller and the model: `InvokeEndpoint`, signed, beside the model server called directly and a
 * Python one. On a model that computes for some 5 ms, and on the example's.
 */
import { createModel, serveModel } from './endpoint.ts';
import type { Measured } from './load.ts';
import { withModelDirectory } from './model-directory.ts';
import { type BenchModel, exampleModel, heavyModel } from './models.ts';
import type { BenchPostern } from './postern.ts';
import { pythonMissing, startFlask, startOnnxServer } from './serving.ts';
import { sideBySide } from './side-by-side.ts';

/** The share of the direct throughput that is aimed at with 32 connections. */
const cases = [
  { model: heavyModel, name: 'instances', title: 'a model that computes for some 5 ms a row', aim: 0.9 },
  {
    model: () => exampleModel('boosted'),
    name: 'instances-example',
    title: "the example's model",
    aim: 0.7,
  },
] as const;
const OVERHEAD_AIM_MS = 0.3;
const DIRECT = 'one model process, called directly';
const ONE = 'InvokeEndpoint, one instance';
const TWO = 'InvokeEndpoint, two instances';

/** Runs the part. @param seconds of each load */
export async function benchInstances(
  postern: BenchPostern,
  connections: readonly number[],
  seconds: number,
): Promise<void> {
  if (pythonMissing) console.log(`the Python model server is left out: ${pythonMissing}\n`);
  for (const { model, name, title, aim } of cases) {
    const made = await model();
    await withModelDirectory(made, async (directory) => {
      const contest = { name, title: `Instances: ${title}`, connections, seconds };
      verdict(await compare(postern, made, directory, contest), connections, aim);
    });
  }
}

async function compare(
  postern: BenchPostern,
  model: BenchModel,
  directory: string,
  contest: Omit<Parameters<typeof sideBySide>[0], 'contestants'>,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  await using stack = new AsyncDisposableStack();
  await createModel(postern, model, directory);
  const direct = stack.use(await startOnnxServer(model, directory));
  const contestants = [
    { name: DIRECT, target: direct.target },
    { name: ONE, target: await serveModel(postern, model, 1) },
    { name: TWO, target: await serveModel(postern, model, 2) },
  ];
  for (const workers of pythonMissing ? [] : [1, 2]) {
    const flask = stack.use(await startFlask(model, directory, workers));
    contestants.push({ name: `Flask behind gunicorn, ${workers} process(es)`, target: flask.target });
  }
  return await sideBySide({ ...contest, contestants });
}

/** Says what became of the aims. */
function verdict(
  measured: ReadonlyMap<string, readonly Measured[]>,
  connections: readonly number[],
  aim: number,
): void {
  const at = (name: string, count: number) => measured.get(name)?.[connections.indexOf(count)];
  const say = (what: string, value: string, met: boolean) =>
    console.log(`${what}: ${value}, ${met ? 'met' : 'NOT met'}`);
  const most = connections.at(-1) ?? 1;
  const share = (at(ONE, most)?.requestsPerSecond ?? 0) / (at(DIRECT, most)?.requestsPerSecond ?? Number.NaN);
  say(
    `one instance at ${most} connections, of the direct throughput (aim ${aim})`,
    share.toFixed(2),
    share >= aim,
  );
  const overheadMs = (at(ONE, 1)?.p50Ms ?? Number.NaN) - (at(DIRECT, 1)?.p50Ms ?? Number.NaN);
  say(
    `overhead p50 at one connection (aim under ${OVERHEAD_AIM_MS} ms)`,
    `${overheadMs.toFixed(2)} ms`,
    overheadMs < OVERHEAD_AIM_MS,
  );
  console.log('');
}
