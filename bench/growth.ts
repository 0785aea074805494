/**
 * What Postern adds to a request, and what it takes at rest, as endpoints grow to 200 and variants to 10. Every endpoint is real: a process of
 * its own that is pinged and sampled; only its model is none, so that two hundred fit.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateModelCommand, paginateListEndpoints, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { createEndpoint, invocationOf, variantOf } from './endpoint.ts';
import { load, loadOnce, type Measured, type Target } from './load.ts';
import { exampleModel } from './models.ts';
import { type BenchPostern, startPostern } from './postern.ts';
import { cpuSeconds, freePort, residentMb, root } from './processes.ts';
import { results } from './side-by-side.ts';
import { startTinyModel, tinyModel } from './serving.ts';
import { connect } from '../src/cli/connection.ts';
import { control } from '../src/cli/control.ts';
import { tableText, writePlot } from '../src/plot/index.ts';

const ENDPOINTS = [1, 50, 100, 200];
const VARIANTS = [1, 2, 5, 10];
/** The account may use 20 of a type. */
const PER_TYPE = 18;
const types = [
  'ml.t2.medium',
  'ml.t2.large',
  'ml.m4.xlarge',
  'ml.m5.large',
  'ml.m5.xlarge',
  'ml.c4.large',
  'ml.c4.xlarge',
  'ml.c5.large',
  'ml.c5.xlarge',
  'ml.r5.large',
  'ml.r5.xlarge',
  'ml.m5.2xlarge',
] as const;
const MODEL = 'tiny';
const IMAGE = 'tiny:1';
const AT_ONCE = 10;
const ROUNDS = 3;
/** The compilers of a server that has just begun warm up, seconds. */
const WARM_S = 3;
const REST_MS = 5_000;

/** One measurement. */
interface Grown {
  readonly count: number;
  /** Added to what the model server takes when it is called directly, one connection, milliseconds. */
  readonly overheadP50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly residentMb: number;
  /** Of a processor, with nothing to do. */
  readonly restPercent: number;
  readonly failed: number;
}

/** Runs the part. @param seconds of each load */
export async function benchGrowth(seconds: number): Promise<void> {
  await using model = await startTinyModel(await exampleModel('baseline'));
  const direct = await best(model.target, Math.max(1, Math.round(seconds / ROUNDS)));
  await using postern = await startPostern(await freePort());
  await declareModel(postern);
  const byEndpoints: Grown[] = [];
  let there = 0;
  for (const count of ENDPOINTS) {
    for (; there < count; there += AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - there) }, (_, index) => place(postern, there + index)),
      );
    there = count;
    byEndpoints.push(await measure(postern, `tiny-${count - 1}`, count, direct.p50Ms, seconds));
  }
  await report('growth-endpoints', 'endpoints', byEndpoints, await serving(postern));
  await benchVariants(seconds, direct.p50Ms);
}

async function benchVariants(seconds: number, directMs: number): Promise<void> {
  await using postern = await startPostern(await freePort());
  await declareModel(postern);
  const byVariants: Grown[] = [];
  for (const count of VARIANTS) {
    const variants = Array.from({ length: count }, (_, index) => variantOf(MODEL, 1, `v${index}`));
    await createEndpoint(postern, `variants-${count}`, variants);
    byVariants.push(await measure(postern, `variants-${count}`, count, directMs, seconds));
  }
  await report('growth-variants', 'variants', byVariants, undefined);
}

/** Declares the tiny program as an image and makes a model of it. */
async function declareModel({ url, client }: BenchPostern): Promise<void> {
  const image = { name: IMAGE, command: tinyModel, directory: root };
  await control(await connect({ port: new URL(url).port }), 'POST', '/_postern/images', image);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sagemaker.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Role } = await new IAMClient(client).send(
    new CreateRoleCommand({ RoleName: MODEL, AssumeRolePolicyDocument }),
  );
  await new SageMakerClient(client).send(
    new CreateModelCommand({
      ModelName: MODEL,
      ExecutionRoleArn: Role?.Arn,
      PrimaryContainer: { Image: IMAGE },
    }),
  );
}

async function place(postern: BenchPostern, index: number): Promise<void> {
  const InstanceType = types[Math.floor(index / PER_TYPE)] ?? 'ml.m5.4xlarge';
  await createEndpoint(postern, `tiny-${index}`, [{ ...variantOf(MODEL, 1), InstanceType }]);
}

/** Endpoints that are in service. */
async function serving({ client }: BenchPostern): Promise<number> {
  const pages = paginateListEndpoints({ client: new SageMakerClient(client) }, { StatusEquals: 'InService' });
  let count = 0;
  for await (const { Endpoints = [] } of pages) count += Endpoints.length;
  return count;
}

/** One connection: of several rounds the best, since the machine has others to serve. */
async function best(target: Target, seconds: number): Promise<Measured> {
  const rounds = [await load(target, 1, seconds)];
  while (rounds.length < ROUNDS) rounds.push(await loadOnce(target, 1, seconds));
  return {
    requestsPerSecond: Math.max(...rounds.map((round) => round.requestsPerSecond)),
    p50Ms: Math.min(...rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.min(...rounds.map(({ p99Ms }) => p99Ms)),
    failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
  };
}

async function measure(
  postern: BenchPostern,
  endpoint: string,
  count: number,
  directMs: number,
  seconds: number,
): Promise<Grown> {
  const target = await invocationOf(postern, endpoint, await exampleModel('baseline'));
  await loadOnce(target, 8, WARM_S);
  const alone = await best(target, Math.max(1, Math.round(seconds / ROUNDS)));
  const together = await loadOnce(target, 32, seconds);
  const { pid } = await connect({ port: new URL(postern.url).port });
  const before = await cpuSeconds(pid);
  await pause(REST_MS);
  return {
    count,
    overheadP50Ms: alone.p50Ms - directMs,
    p99Ms: alone.p99Ms,
    perSecond: together.requestsPerSecond,
    residentMb: await residentMb(pid),
    restPercent: (((await cpuSeconds(pid)) - before) / (REST_MS / 1000)) * 100,
    failed: alone.failed + together.failed,
  };
}

async function report(
  name: string,
  what: string,
  grown: readonly Grown[],
  inService: number | undefined,
): Promise<void> {
  const columns = [
    what,
    'overhead p50 ms',
    'p99 ms',
    'requests/s, 32',
    'server MB',
    'at rest, % CPU',
    'failed',
  ];
  const rows = grown.map(
    ({ count, overheadP50Ms, p99Ms, perSecond, residentMb: mb, restPercent, failed }) => [
      count,
      overheadP50Ms,
      p99Ms,
      perSecond,
      mb,
      restPercent,
      failed,
    ],
  );
  const title = `InvokeEndpoint of one endpoint as ${what} grow (a process each, without a model)`;
  console.log(tableText({ title, columns: columns.map((column) => ({ name: column })), rows }));
  if (inService !== undefined)
    console.log(`${inService} endpoints were in service at the end, the example's too`);
  const file = await writePlot(results, name, {
    kind: 'lines',
    title,
    xLabel: what,
    yLabel: 'ms',
    series: [
      { name: 'overhead p50', points: grown.map((one) => [one.count, one.overheadP50Ms] as const) },
      { name: 'p99', points: grown.map((one) => [one.count, one.p99Ms] as const) },
    ],
  });
  console.log(`plot: ${file}\n`);
}
