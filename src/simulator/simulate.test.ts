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

test('a file that is no plan is named, and what is wrong with it', () => {
  const plan = (text: string) => () => readPlan(text, 'mine', bounds);
  assert.throws(plan('{'), /^Error: mine: not JSON: /);
  for (const nothing of ['null', '5', '"x"', '[null]', '{"Policies":5}', '{"Policies":null}'])
    assert.throws(
      plan(nothing),
      /^Error: mine: a policy, a list of policies, or an object with Policies is /,
    );
  const bounded = (ScalableTarget: object) => plan(JSON.stringify({ ScalableTarget, Policies: [] }));
  assert.throws(bounded({ MinCapacity: -3 }), /mine: MinCapacity must be a whole number of at least 0$/);
  assert.throws(bounded({ MaxCapacity: 'x' }), /mine: MaxCapacity must be a whole number of at least 0$/);
  assert.throws(plan(tracking({ ScaleOutCooldown: -5 })), /track: ScaleOutCooldown must be/);
  assert.throws(plan(tracking({ ScaleInCooldown: 'x' })), /track: ScaleInCooldown must be/);
  assert.throws(plan(tracking({ TargetValue: 'x' })), /track: TargetValue must be a number/);
});

test('a step policy and its alarm are of numbers that CloudWatch would take', () => {
  const alarm = { MetricName: 'CPUUtilization', Threshold: 10, ComparisonOperator: 'GreaterThanThreshold' };
  const steps = [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }];
  const plan = (Alarm: object, StepAdjustments: unknown[] = steps, more: object = {}) => {
    const StepScalingPolicyConfiguration = { AdjustmentType: 'ChangeInCapacity', StepAdjustments, ...more };
    const document = { PolicyName: 'step', StepScalingPolicyConfiguration, Alarm: { ...alarm, ...Alarm } };
    return () => readPlan(JSON.stringify(document), 'p', bounds);
  };
  assert.equal(plan({})().policies.length, 1);
  for (const Period of [0, -60, 1.5, 'x'])
    assert.throws(plan({ Period }), /step: Period must be a whole number of at least 1$/);
  assert.throws(
    plan({ EvaluationPeriods: 0 }),
    /step: EvaluationPeriods must be a whole number of at least 1$/,
  );
  assert.throws(plan({ EvaluationPeriods: 1e7 }), /step: Period x EvaluationPeriods must be at most 604800$/);
  assert.throws(plan({ DatapointsToAlarm: 2 }), /step: DatapointsToAlarm must be at most EvaluationPeriods$/);
  assert.throws(plan({ Threshold: 'x' }), /step: Threshold must be a number$/);
  assert.throws(plan({ ComparisonOperator: 'Foo' }), /step: ComparisonOperator must be one of GreaterThan/);
  assert.throws(plan({ TreatMissingData: 'Foo' }), /step: TreatMissingData must be one of missing, /);
  assert.throws(plan({}, [5]), /step: StepAdjustments must be objects$/);
  assert.throws(plan({}, [{ ScalingAdjustment: 'x' }]), /step: ScalingAdjustment must be a whole number$/);
  const backwards = { MetricIntervalLowerBound: 10, MetricIntervalUpperBound: 0, ScalingAdjustment: 1 };
  assert.throws(
    plan({}, [backwards]),
    /step: MetricIntervalLowerBound must be below MetricIntervalUpperBound$/,
  );
  assert.throws(plan({}, steps, { Cooldown: -1 }), /step: Cooldown must be/);
  assert.throws(
    plan({}, steps, { MetricAggregationType: 'Sum' }),
    /step: MetricAggregationType must be one of/,
  );
});

test('a trace that is too long is refused, as one in milliseconds is', () => {
  assert.throws(() => readTrace('0,1\n99999999999,1'), /the trace is of more than 31 days/);
});
