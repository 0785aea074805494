/**
 * From the load step to the first new instance that serves. `reaction`: high-resolution metrics at real timing, and standard ones with time
 * running faster; `reaction-real`: standard ones at real timing, which takes more than three minutes.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { MetricType } from '@aws-sdk/client-application-auto-scaling';
import { createEndpoint, createModel, invocationOf, variantOf } from './endpoint.ts';
import { heavyModel } from './models.ts';
import { withModelDirectory } from './model-directory.ts';
import { type BenchPostern, startPostern } from './postern.ts';
import { freePort } from './processes.ts';
import { Scaling } from './scaling.ts';
import { results } from './side-by-side.ts';
import { SteadyLoad } from './steady.ts';
import { tableText, writePlot } from '../src/plot/index.ts';

/** One way to be scaled. */
interface Case {
  readonly name: string;
  readonly metric: MetricType;
  readonly target: number;
  readonly perSecond: number;
  readonly timeScale: number;
  /** What AWS documents as the least: the datapoints that its alarm wants, seconds at real timing. */
  readonly leastSeconds: number;
}

/** What was seen, seconds after the load step. */
interface Reaction {
  readonly alarm: number | undefined;
  readonly scaled: number | undefined;
  readonly serving: number | undefined;
  readonly failed: number;
}

const standard = {
  metric: 'SageMakerVariantInvocationsPerInstance',
  perSecond: 40,
  leastSeconds: 180,
} as const;
const highResolution: Case = {
  name: 'high resolution: 3 x 10 s',
  metric: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
  target: 0.5,
  perSecond: 150,
  timeScale: 1,
  leastSeconds: 30,
};
const SCALE = 30;
const scaled: Case = {
  ...standard,
  name: `standard: 3 x 60 s, as 3 x ${60 / SCALE} s`,
  target: 10,
  timeScale: SCALE,
};
const real: Case = { ...standard, name: 'standard: 3 x 60 s', target: 600, timeScale: 1 };

/** So long it has no load before the step, and so long it may take beyond what is documented, seconds. */
const QUIET_S = 3;
const SPARE_S = 90;

/** Runs the part. @param way `real`: standard metrics at real timing */
export async function benchReaction(way: 'quick' | 'real'): Promise<void> {
  const cases = way === 'real' ? [real] : [highResolution, scaled];
  const seen: [Case, Reaction][] = [];
  for (const one of cases) {
    await using postern = await startPostern(await freePort(), ['--time-scale', `${one.timeScale}`]);
    seen.push([one, await react(postern, one)]);
  }
  await report(way === 'real' ? 'reaction-real' : 'reaction', seen);
}

async function react(postern: BenchPostern, one: Case): Promise<Reaction> {
  const model = heavyModel();
  await withModelDirectory(model, (directory) => createModel(postern, model, directory));
  await createEndpoint(postern, 'reaction', [variantOf(model.name, 1)]);
  const scaling = new Scaling(postern, 'reaction');
  const alarm = await scaling.follow(
    { min: 1, max: 2 },
    { TargetValue: one.target, PredefinedMetricSpecification: { PredefinedMetricType: one.metric } },
  );
  await pause(QUIET_S * 1000);
  const target = await invocationOf(postern, 'reaction', model);
  const steppedMs = Date.now();
  const after = (ms: number | undefined) => (ms === undefined ? undefined : (ms - steppedMs) / 1000);
  await using load = new SteadyLoad(target, one.perSecond);
  const mostMs = (one.leastSeconds / one.timeScale + SPARE_S) * 1000;
  const servingMs = await scaling.serving(2, mostMs);
  const [change] = await scaling.changes();
  return {
    alarm: after(await scaling.alarmedMs(alarm)),
    scaled: after(change?.StartTime?.getTime()),
    serving: after(servingMs),
    failed: load.take().failed,
  };
}

async function report(name: string, seen: readonly (readonly [Case, Reaction])[]): Promise<void> {
  const rows = seen.map(([one, { alarm, scaled: at, serving, failed }]) => {
    const documented = one.leastSeconds / one.timeScale;
    return [one.name, one.timeScale, alarm, at, serving, documented, failed];
  });
  const columns = ['metric', 'time scale', 'ALARM s', 'scaled s', 'serving s', "AWS's least s", 'failed'];
  const title = 'From the load step to the first new instance that serves';
  console.log(tableText({ title, columns: columns.map((column) => ({ name: column })), rows }));
  console.log(
    "AWS's least: the datapoints that its alarm wants, divided by the time scale; an instance on AWS then takes minutes to start.",
  );
  const bar = (series: string, value: (one: Case, seen: Reaction) => number | undefined) => ({
    name: series,
    values: seen.map(([one, reaction]) => value(one, reaction)),
  });
  const file = await writePlot(results, name, {
    kind: 'bars',
    title,
    yLabel: 's',
    groups: seen.map(([one]) => one.name),
    series: [
      bar("AWS's least until ALARM", (one) => one.leastSeconds / one.timeScale),
      bar('ALARM', (_one, { alarm }) => alarm),
      bar('scaled', (_one, reaction) => reaction.scaled),
      bar('serving', (_one, { serving }) => serving),
    ],
  });
  console.log(`plot: ${file}\n`);
}
