import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fleet, type Instance } from './fleet.ts';
import { readPlan, readTrace, simulate, summaryOf } from './index.ts';

const instance: Instance = {
  serviceMs: 20,
  concurrency: 1,
  startMs: 120_000,
  queueLimit: 500,
  pricePerHour: 2,
};
const tracking = (extra: object = {}) =>
  JSON.stringify({
    PolicyName: 'track',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 1200,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      ScaleOutCooldown: 60,
      ...extra,
    },
  });
const bounds = { min: 1, max: 8, initial: undefined };

test('a trace is read with names, seconds or dates, and what cannot be read is named', () => {
  assert.deepEqual(readTrace('time,rps\n0,5\n10,7\n').points, [
    { atMs: 0, perSecond: 5 },
    { atMs: 10_000, perSecond: 7 },
  ]);
  assert.equal(readTrace('0,5\n10,7').endMs, 20_000);
  assert.equal(readTrace('2026-01-01T00:00:00Z,1').startMs, Date.UTC(2026, 0, 1));
  assert.throws(() => readTrace('0,5\n10,many'), /line 2 of the trace: the second column/);
  assert.throws(() => readTrace('10,5\n10,6'), /line 2 of the trace: its time is not after/);
  assert.throws(() => readTrace('time,rps\n'), /no line/);
});

test('no request is lost or made: what arrives is served, waits or is refused', () => {
  const loads = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 1,
    maxLength: 60,
  });
  const property = fc.property(loads, (steps) => {
    const fleet = new Fleet({ ...instance, startMs: 3_000 }, 1);
    let [arrived, served, refused, waiting] = [0, 0, 0, 0];
    for (const [at, [load, desired]] of steps.entries()) {
      const flow = fleet.step(at * 1000, 1000, load);
      arrived += flow.arrived;
      served += flow.served;
      refused += flow.refused;
      waiting = flow.waiting;
      fleet.resize(desired, (at + 1) * 1000);
      assert.equal(fleet.desired, desired);
    }
    assert.ok(Math.abs(arrived - served - refused - waiting) < 1e-6);
  });
  fc.assert(property);
});

test('a step of load adds instances after three minutes, its end takes them away after fifteen', () => {
  const trace = readTrace('0,10\n600,75\n2400,10\n9000,10');
  const { changes, moments } = simulate(readPlan(tracking(), 'one', bounds), trace, instance);
  const [out, ...rest] = changes;
  assert.deepEqual(out, { atMs: 780_000, from: 1, to: 4, policy: 'track' });
  assert.equal(moments.find(({ running }) => running === 4)?.atMs, 780_000 + 120_000);
  const firstIn = rest.find(({ from, to }) => to < from);
  assert.ok(firstIn && firstIn.atMs >= 2_400_000 + 15 * 60_000, JSON.stringify(changes));
  assert.equal(moments.at(-1)?.running, 1);
});

test('scale in can be disabled; the bounds hold; a step policy follows its alarm', () => {
  const trace = readTrace('0,10\n600,500\n3000,0\n9000,0');
  const kept = simulate(readPlan(tracking({ DisableScaleIn: true }), 'kept', bounds), trace, instance);
  assert.equal(kept.moments.at(-1)?.running, 8);
  const step = JSON.stringify({
    ScalableTarget: { MinCapacity: 2, MaxCapacity: 5 },
    Policies: [
      {
        PolicyName: 'step',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
          Cooldown: 60,
        },
        Alarm: {
          MetricName: 'CPUUtilization',
          Threshold: 80,
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 2,
        },
      },
    ],
  });
  const stepped = simulate(readPlan(step, 'step', bounds), trace, instance);
  assert.deepEqual(
    stepped.changes.map(({ from, to }) => [from, to]),
    [
      [2, 4],
      [4, 5],
    ],
  );
});

test('cost is of the instances, those that start included', () => {
  const plan = { ...readPlan(tracking(), 'flat', bounds), initial: 3, policies: [] };
  const run = simulate(plan, readTrace('0,1\n3600,1\n7200,1'), instance);
  assert.equal(summaryOf(run).cost, 3 * 3 * 2);
});

test('what a plan cannot mean is refused', () => {
  assert.throws(() => readPlan('{"PolicyName":"p"}', 'p', bounds), /neither TargetTracking/);
  assert.throws(() => readPlan(tracking({ TargetValue: 0 }), 'p', bounds), /above zero/);
  const unknown = {
    PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
  };
  assert.throws(() => readPlan(tracking(unknown), 'p', bounds), /is not simulated/);
});
