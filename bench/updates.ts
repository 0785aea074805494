/** Failed requests while an endpoint changes its model twenty times under a steady load: none are to be. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateEndpointConfigCommand,
  type DeploymentConfig,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { createEndpoint, createModel, invocationOf, variantOf } from './endpoint.ts';
import { withModelDirectory } from './model-directory.ts';
import { exampleModel } from './models.ts';
import { type BenchPostern, startPostern } from './postern.ts';
import { freePort } from './processes.ts';
import { results } from './side-by-side.ts';
import { SteadyLoad, type Taken } from './steady.ts';
import { tableText, writePlot } from '../src/plot/index.ts';

const UPDATES = 20;
const PER_SECOND = 100;
const INSTANCES = 2;
const LOOK_MS = 100;
/** An update that takes longer has failed. */
const UPDATE_MS = 60_000;
const ENDPOINT = 'updates';
const models = ['baseline', 'boosted'] as const;

const blueGreen = (routing: object): DeploymentConfig => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { WaitIntervalInSeconds: 1, ...routing } as never,
    TerminationWaitInSeconds: 0,
  },
});
const one = { Type: 'INSTANCE_COUNT', Value: 1 } as const;
const ways = [
  { name: 'all at once', config: blueGreen({ Type: 'ALL_AT_ONCE' }) },
  { name: 'canary, 1 of 2', config: blueGreen({ Type: 'CANARY', CanarySize: one }) },
  { name: 'linear, by 1 of 2', config: blueGreen({ Type: 'LINEAR', LinearStepSize: one }) },
];

interface Update extends Taken {
  readonly way: string;
  readonly seconds: number;
}

/** Runs the part: an endpoint of two instances goes from one of the example's models to the other and back. */
export async function benchUpdates(): Promise<void> {
  await using postern = await startPostern(await freePort());
  for (const name of models) {
    const model = await exampleModel(name);
    await withModelDirectory(model, (directory) => createModel(postern, model, directory));
  }
  await createEndpoint(postern, ENDPOINT, [variantOf('boosted', INSTANCES)]);
  const client = new SageMakerClient(postern.client);
  for (const name of models) {
    const ProductionVariants = [variantOf(name, INSTANCES)];
    await client.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
  }
  await report(await updates(postern, client));
}

async function updates(postern: BenchPostern, client: SageMakerClient): Promise<Update[]> {
  const model = await exampleModel('baseline');
  const target = () => invocationOf(postern, ENDPOINT, model);
  const done: Update[] = [];
  const answers = new Set<string>();
  await using load = new SteadyLoad(await target(), PER_SECOND);
  await pause(2_000); // warm
  load.take();
  for (let update = 0; update < UPDATES; update++) {
    const way = ways[update % ways.length] as (typeof ways)[number];
    load.target = await target();
    const startedAt = performance.now();
    await change(client, models[update % 2] as string, way.config);
    done.push({ way: way.name, seconds: (performance.now() - startedAt) / 1000, ...load.take() });
    const { url, method, headers, body } = load.target;
    const answer = await fetch(url, { method, headers, body }).then((got) => got.text());
    answers.add(Number(answer).toFixed(3)); // rows that run together are rounded otherwise
  }
  await pause(1_000); // what is left of the last fleet's answers
  const { failed } = load.take();
  const last = done.at(-1);
  if (last && failed > 0) done[done.length - 1] = { ...last, failed: last.failed + failed };
  for (const [what, count] of load.failures) console.log(`${count} x ${what}`);
  if (answers.size !== 2) console.log(`the models did not change: ${answers.size} different answers`);
  return done;
}

/** Updates the endpoint and waits until it serves by the new configuration. */
async function change(
  client: SageMakerClient,
  EndpointConfigName: string,
  DeploymentConfig: DeploymentConfig,
): Promise<void> {
  const EndpointName = ENDPOINT;
  await client.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, DeploymentConfig }));
  for (const end = Date.now() + UPDATE_MS; ; await pause(LOOK_MS)) {
    const now = await client.send(new DescribeEndpointCommand({ EndpointName }));
    if (now.EndpointStatus === 'InService' && now.EndpointConfigName === EndpointConfigName) return;
    if (now.EndpointStatus !== 'Updating' || Date.now() > end)
      throw new Error(`an update ended as ${now.EndpointStatus}: ${now.FailureReason}`);
  }
}

async function report(done: readonly Update[]): Promise<void> {
  const rows = ways.map(({ name }) => {
    const of = done.filter(({ way }) => way === name);
    const sum = (value: (update: Update) => number) => of.reduce((total, update) => total + value(update), 0);
    const most = (value: (update: Update) => number) => Math.max(...of.map(value));
    const requests = sum(({ answered, failed }) => answered + failed);
    const average = sum(({ seconds }) => seconds) / of.length;
    const p50 = sum(({ p50Ms }) => p50Ms) / of.length;
    const tail = [most(({ p99Ms }) => p99Ms), most(({ longestMs }) => longestMs)];
    return [name, of.length, average, requests, sum(({ failed }) => failed), p50, ...tail];
  });
  const columns = ['blue/green', 'updates', 'seconds each', 'requests', 'failed', 'p50 ms'];
  const names = [...columns, 'p99 ms, worst', 'longest ms'];
  const title = `UpdateEndpoint under a steady load of ${PER_SECOND} requests/s, ${INSTANCES} instances`;
  console.log(tableText({ title, columns: names.map((name) => ({ name })), rows }));
  const failed = done.reduce((total, update) => total + update.failed, 0);
  console.log(
    `failed requests during ${done.length} updates: ${failed} (aim 0: ${failed === 0 ? 'met' : 'NOT met'})`,
  );
  const line = (name: string, value: (update: Update) => number) => ({
    name,
    points: done.map((update, index) => [index + 1, value(update)] as const),
  });
  const series = [line('p50', ({ p50Ms }) => p50Ms), line('p99', ({ p99Ms }) => p99Ms)];
  const file = await writePlot(results, 'updates', {
    kind: 'lines',
    title,
    note: `${failed} failed requests`,
    xLabel: 'update',
    yLabel: 'ms',
    series: [...series, line('longest', ({ longestMs }) => longestMs)],
  });
  console.log(`plot: ${file}\n`);
}
