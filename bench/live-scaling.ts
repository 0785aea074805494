import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { createEndpoint, createModel, invocationOf, variantOf } from './endpoint.ts';
import { withModelDirectory } from './model-directory.ts';
import { exampleModel } from './models.ts';
import { type BenchPostern, startPostern } from './postern.ts';
import { freePort } from './processes.ts';
import { Scaling } from './scaling.ts';
import { SteadyLoad } from './steady.ts';

/** What a live run measured and did. Times are unscaled milliseconds since the policy was made: a real second is a minute. */
export interface Recording {
  /** As `put-scaling-policy` took it. */
  readonly policy: object;
  readonly limits: { readonly min: number; readonly max: number };
  readonly samples: readonly { readonly endMs: number; readonly value?: number }[];
  readonly changes: readonly {
    readonly atMs: number;
    readonly from: number;
    readonly to: number;
    readonly tookMs: number;
  }[];
}

const TIME_SCALE = 60;
/** A minute at that scale, milliseconds of real time. */
const PERIOD_MS = 60_000 / TIME_SCALE;
const ENDPOINT = 'live';
const limits = { min: 1, max: 3 };
const tracking = {
  TargetValue: 20,
  PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
  ScaleOutCooldown: 120,
  ScaleInCooldown: 120,
} as const;
/** Requests a second, and for how many seconds. */
const phases = [
  [10, 5],
  [30, 10],
  [90, 10],
  [5, 40],
] as const;

/** Lets an endpoint follow a load that rises and falls, and records every sample and every change. */
export async function recordLive(): Promise<Recording> {
  await using postern = await startPostern(await freePort(), ['--time-scale', `${TIME_SCALE}`]);
  const model = await exampleModel('baseline');
  await withModelDirectory(model, (directory) => createModel(postern, model, directory));
  await createEndpoint(postern, ENDPOINT, [variantOf(model.name, limits.min)]);
  const scaling = new Scaling(postern, ENDPOINT);
  const target = await invocationOf(postern, ENDPOINT, model);
  await pause(PERIOD_MS - (Date.now() % PERIOD_MS)); // the policy is made at the beginning of a period
  const startMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS;
  await scaling.follow(limits, tracking);
  {
    await using load = new SteadyLoad(target, 0);
    for (const [perSecond, seconds] of phases) {
      load.perSecond = perSecond;
      await pause(seconds * 1000);
    }
  }
  const endMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS;
  await pause(2 * PERIOD_MS); // the last change is made and fulfilled
  const policy = { PolicyName: 'follow', TargetTrackingScalingPolicyConfiguration: tracking };
  const samples = await samplesOf(postern, startMs, endMs);
  return { policy, limits, samples, changes: await changesOf(scaling, startMs, endMs) };
}

async function samplesOf(
  { client }: BenchPostern,
  startMs: number,
  endMs: number,
): Promise<Recording['samples']> {
  const dimensions = { EndpointName: ENDPOINT, VariantName: 'v' };
  const Metric = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'InvocationsPerInstance',
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  const { MetricDataResults = [] } = await new CloudWatchClient(client).send(
    new GetMetricDataCommand({
      StartTime: new Date(startMs - 3 * PERIOD_MS),
      EndTime: new Date(endMs),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: PERIOD_MS / 1000, Stat: 'Sum' } }],
    }),
  );
  const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults;
  const values = new Map(Timestamps.map((at, index) => [at.getTime(), Values[index] as number]));
  const periods = Math.round((endMs - startMs) / PERIOD_MS);
  return Array.from({ length: periods }, (_, index) => {
    const value = values.get(startMs + (index - 1) * PERIOD_MS);
    return { endMs: index * PERIOD_MS * TIME_SCALE, ...(value !== undefined && { value }) };
  });
}

async function changesOf(scaling: Scaling, startMs: number, endMs: number): Promise<Recording['changes']> {
  let from = limits.min;
  const changes = [];
  for (const { Description, StartTime, EndTime } of await scaling.changes()) {
    const to = Number(/to (\d+)\.$/.exec(Description ?? '')?.[1]);
    const atMs = (Number(StartTime) - startMs) * TIME_SCALE;
    const tookMs = (Number(EndTime ?? Number.POSITIVE_INFINITY) - Number(StartTime)) * TIME_SCALE;
    if (Number(StartTime) < endMs) changes.push({ atMs, from, to, tookMs });
    from = to;
  }
  return changes;
}
