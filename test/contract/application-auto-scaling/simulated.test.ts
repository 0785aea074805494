import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPlan, replay } from '../../../src/simulator/index.ts';
import { openStandingWorld, type StandingWorld } from './standing-world.ts';

/** A policy, as the service and as the simulator take it. */
interface Case {
  readonly name: string;
  readonly metric: string;
  readonly periodMs: number;
  readonly policy: object;
  /** Of a step policy. */
  readonly alarm?: object;
  /** The metric's values a period over the load: some targets are sums over a minute, some what is under way. */
  readonly perLoad: number;
  readonly periods: number;
}

const cases: readonly Case[] = [
  {
    name: 'tracking invocations',
    metric: 'InvocationsPerInstance',
    periodMs: 60_000,
    policy: {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 600,
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        ScaleOutCooldown: 120,
        ScaleInCooldown: 180,
      },
    },
    perLoad: 60,
    periods: 90,
  },
  {
    name: 'tracking requests under way, at high resolution',
    metric: 'ConcurrentRequestsPerModel',
    periodMs: 10_000,
    policy: {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
        },
        ScaleOutCooldown: 30,
        ScaleInCooldown: 60,
      },
    },
    perLoad: 0.5,
    periods: 240,
  },
  {
    name: 'steps',
    metric: 'CPUUtilization',
    periodMs: 60_000,
    policy: {
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Maximum',
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 30, ScalingAdjustment: 1 },
          { MetricIntervalLowerBound: 30, ScalingAdjustment: 2 },
        ],
        Cooldown: 240,
      },
    },
    alarm: {
      MetricName: 'CPUUtilization',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 80,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    perLoad: 3,
    periods: 60,
  },
];

const RUNS = 6;
const bounds = { min: 1, max: 9 };

/** Stretches of load: how much, for how many periods; null: nothing is measured. And how long changes take. */
const scenarios = fc.record({
  load: fc.array(
    fc.tuple(fc.option(fc.integer({ min: 0, max: 120 }), { freq: 8 }), fc.integer({ min: 1, max: 25 })),
    { minLength: 3, maxLength: 12 },
  ),
  // never a whole second, as alarms are judged at
  tookMs: fc.array(
    fc.integer({ min: 1, max: 200 }).map((seconds) => seconds * 1000 + 300),
    { minLength: 1, maxLength: 5 },
  ),
});
/** An alarm asks again at the moment a change is fulfilled, before the loop has seen that: the cooldown counts all the same. */
const unseen: Scenario = {
  load: [
    [27, 1],
    [null, 4],
  ],
  tookMs: [180_000, 1_300],
};
type Scenario = typeof scenarios extends fc.Arbitrary<infer Value> ? Value : never;

interface Change {
  readonly period: number;
  readonly from: number;
  readonly to: number;
}

/** Runs the services on the scenario; answers what they did, what they measured, and how long each change took. */
async function live(one: Case, { load, tookMs }: Scenario) {
  let changes = 0;
  const changeMs = () => tookMs[changes++ % tookMs.length] as number;
  await using world = openStandingWorld(1, changeMs);
  await world.register(bounds.min, bounds.max);
  const arn = await world.put(one.policy);
  if (one.alarm) await world.alarm({ AlarmName: 'a', AlarmActions: [arn], ...one.alarm });
  const startMs = world.nowMs();
  const datapoints: { endMs: number; value?: number }[] = [{ endMs: startMs }];
  const loads = load.flatMap(([level, periods]) => Array<number | null>(periods).fill(level));
  for (const level of loads.slice(0, one.periods)) {
    const value = level === null ? undefined : (level * one.perLoad) / world.running();
    if (value !== undefined) world.measure(one.metric, value, one.periodMs < 60_000 ? 1 : 60);
    await world.pass(one.periodMs);
    datapoints.push({ endMs: world.nowMs(), ...(value !== undefined && { value }) });
  }
  await world.pass(one.periodMs); // the last datapoint is judged, too
  return { startMs, datapoints, ...(await done(world, one, startMs)) };
}

async function done(world: StandingWorld, { periodMs }: Case, startMs: number) {
  const activities = await world.changes();
  const counts = activities.map(({ Description }) => Number(/to (\d+)\.$/.exec(Description ?? '')?.[1]));
  const changes = activities.map(({ StartTime }, index): Change => {
    const period = Math.floor((Number(StartTime) - startMs) / periodMs);
    return { period, from: counts[index - 1] ?? 1, to: counts[index] as number };
  });
  const tookMs = activities.map(
    ({ StartTime, EndTime }) => Number(EndTime ?? Number.POSITIVE_INFINITY) - Number(StartTime),
  );
  return { changes, tookMs };
}

for (const one of cases) {
  test(`the simulator decides as the live loop does on the same samples: ${one.name}`, async () => {
    const Policies = [{ PolicyName: 'p', ...one.policy, ...(one.alarm && { Alarm: one.alarm }) }];
    const plan = readPlan(JSON.stringify({ Policies }), 'p', { ...bounds, initial: 1 });
    let most = 0;
    const alike = fc.asyncProperty(scenarios, async (scenario) => {
      const { startMs, datapoints, changes, tookMs } = await live(one, scenario);
      const recorded = { datapoints, fromMs: startMs, tookMs: (index: number) => tookMs[index] as number };
      const simulated = replay(plan, recorded).map(
        ({ atMs, from, to }): Change => ({ period: (atMs - startMs) / one.periodMs, from, to }),
      );
      assert.deepEqual(simulated, changes);
      most = Math.max(most, changes.length);
    });
    await fc.assert(alike, { numRuns: RUNS, examples: [[unseen]] });
    assert.ok(most >= 2, 'the scenarios had it scale');
  });
}
