import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Decision,
  decide,
  type Signal,
  type Situation,
  type StepPolicy,
  type TrackingPolicy,
  trackingSignal,
} from './index.ts';

const MINUTE = 60_000;

const tracking = (change: Partial<TrackingPolicy> = {}): TrackingPolicy => ({
  kind: 'tracking',
  name: 'track',
  target: 100,
  scaleInDisabled: false,
  outCooldownMs: 5 * MINUTE,
  inCooldownMs: 5 * MINUTE,
  ...change,
});

const steps = (change: Partial<StepPolicy> = {}): StepPolicy => ({
  kind: 'step',
  name: 'step',
  adjusts: 'by',
  steps: [
    { lower: 0, upper: 10, adjustment: 2 },
    { lower: 10, adjustment: 3 },
    { upper: 0, adjustment: -1 },
  ],
  cooldownMs: 5 * MINUTE,
  ...change,
});

const situation = (signals: readonly Signal[], change: Partial<Situation> = {}): Situation => ({
  nowMs: 1_000 * MINUTE,
  capacity: 2,
  bounds: { min: 1, max: 10 },
  busy: false,
  suspended: { out: false, in: false },
  signals,
  last: {},
  ...change,
});

const high = (value: number, policy = tracking()): Signal => ({ policy, alarm: 'high', value });
const low = (value: number, policy = tracking()): Signal => ({ policy, alarm: 'low', value });
const none = (policy: TrackingPolicy): Signal => ({ policy, alarm: 'none', value: 95 });

const scale = (direction: 'out' | 'in', capacity: number, policy = 'track'): Decision => ({
  outcome: 'scale',
  direction,
  capacity,
  policy,
});

test('tracking scales out in proportion, rounded up, up to the maximum', () => {
  assert.deepEqual(decide(situation([high(250)])), scale('out', 5));
  assert.deepEqual(decide(situation([high(251)])), scale('out', 6));
  assert.deepEqual(decide(situation([high(10_000)])), scale('out', 10));
  assert.deepEqual(decide(situation([high(0.3, tracking({ target: 0.1 }))])), scale('out', 6));
  assert.deepEqual(decide(situation([high(100)], { capacity: 10 })), {
    outcome: 'not-scaled',
    reason: 'at-max',
    policy: 'track',
  });
});

test('from nothing it is measured as from one', () => {
  const bounds = { min: 0, max: 10 };
  assert.deepEqual(decide(situation([high(250)], { capacity: 0, bounds })), scale('out', 3));
});

test('tracking scales in by small steps, and not where what is left would be too little', () => {
  assert.deepEqual(decide(situation([low(0)], { capacity: 5 })), scale('in', 4));
  assert.deepEqual(
    decide(situation([low(0)], { capacity: 40, bounds: { min: 1, max: 50 } })),
    scale('in', 36),
  );
  assert.deepEqual(decide(situation([low(89)], { capacity: 2 })), {
    outcome: 'not-scaled',
    reason: 'at-desired',
    policy: 'track',
  });
  assert.deepEqual(decide(situation([low(0)], { capacity: 1 })), {
    outcome: 'not-scaled',
    reason: 'at-min',
    policy: 'track',
  });
  assert.deepEqual(decide(situation([low(0, tracking({ scaleInDisabled: true }))])), {
    outcome: 'held',
    why: 'scale-in-disabled',
  });
});

test('the largest wish wins out; in goes only what every tracking policy agrees to', () => {
  const a = tracking({ name: 'a' });
  const b = tracking({ name: 'b' });
  assert.deepEqual(decide(situation([high(200, a), high(300, b)])), scale('out', 6, 'b'));
  assert.deepEqual(decide(situation([low(10, a), high(150, b)])), scale('out', 3, 'b'));
  assert.deepEqual(decide(situation([low(10, a), none(b)])), { outcome: 'held', why: 'disagreement' });
  const never = tracking({ name: 'b', scaleInDisabled: true });
  assert.deepEqual(decide(situation([low(10, a), none(never)])), scale('in', 1, 'a'));
  // of ten, by the one's reckoning 9 are needed, by the other's 10 x 0.89
  assert.deepEqual(decide(situation([low(10, a), low(10, b)], { capacity: 10 })), scale('in', 9, 'a'));
  assert.deepEqual(decide(situation([{ policy: steps(), breach: -1 }, none(a)])), scale('in', 1, 'step'));
});

test('steps: bounds, kinds of adjustment, rounding', () => {
  const at = (breach: number, change: Partial<StepPolicy> = {}, capacity = 10) =>
    decide(situation([{ policy: steps(change), breach }], { capacity, bounds: { min: 0, max: 100 } }));
  assert.deepEqual(at(0), scale('out', 12, 'step'));
  assert.deepEqual(at(9.99), scale('out', 12, 'step'));
  assert.deepEqual(at(10), scale('out', 13, 'step'));
  assert.deepEqual(at(-0.1), scale('in', 9, 'step'));
  const percent = { adjusts: 'by-percent' as const };
  const share = (adjustment: number, capacity: number, leastChange?: number) =>
    at(1, { ...percent, steps: [{ lower: 0, adjustment }], ...(leastChange && { leastChange }) }, capacity);
  assert.deepEqual(share(30, 11), scale('out', 14, 'step'));
  assert.deepEqual(share(10, 4), scale('out', 5, 'step'));
  assert.deepEqual(share(25, 4, 2), scale('out', 6, 'step'));
  assert.deepEqual(share(-30, 13), scale('in', 10, 'step'));
  assert.deepEqual(share(-10, 4), scale('in', 3, 'step'));
  const exact = { adjusts: 'to' as const, steps: [{ lower: 0, adjustment: 7 }] };
  assert.deepEqual(at(3, exact), scale('in', 7, 'step'));
  assert.deepEqual(at(3, exact, 5), scale('out', 7, 'step'));
  assert.deepEqual(at(3, exact, 7), { outcome: 'held', why: 'nothing-asked' });
});

test('while it cools down, what was added counts towards what is asked for', () => {
  const nowMs = 1_000 * MINUTE;
  const last = { out: { from: 10, endedMs: nowMs - 4 * MINUTE } };
  const bounds = { min: 1, max: 100 };
  const asked = (breach: number, change: Partial<Situation> = {}) =>
    decide(situation([{ policy: steps(), breach }], { capacity: 12, bounds, last, ...change }));
  assert.deepEqual(asked(5), { outcome: 'held', why: 'cooldown' });
  assert.deepEqual(asked(15), scale('out', 13, 'step'));
  assert.deepEqual(asked(5, { timeScale: 2 }), scale('out', 14, 'step'));
  assert.deepEqual(asked(5, { nowMs: nowMs + MINUTE }), scale('out', 14, 'step'));
  assert.deepEqual(decide(situation([high(120)], { capacity: 12, bounds, last })), {
    outcome: 'held',
    why: 'cooldown',
  });
  assert.deepEqual(decide(situation([high(150)], { capacity: 12, bounds, last })), scale('out', 15));
});

test('a removal is followed by none until it cooled down, but an addition goes at once and ends the wait', () => {
  const nowMs = 1_000 * MINUTE;
  const last = { in: { from: 6, endedMs: nowMs - MINUTE } };
  assert.deepEqual(decide(situation([low(1)], { capacity: 5, last })), { outcome: 'held', why: 'cooldown' });
  assert.deepEqual(decide(situation([high(200)], { capacity: 5, last })), scale('out', 10));
  const since = { ...last, out: { from: 4, endedMs: nowMs - 1 } };
  assert.deepEqual(decide(situation([low(1)], { capacity: 5, last: since })), scale('in', 4));
  assert.deepEqual(decide(situation([low(1)], { capacity: 5, last, timeScale: 5 })), scale('in', 4));
});

test('suspended, unscalable, without data', () => {
  assert.deepEqual(decide(situation([high(200)], { suspended: { out: true, in: false } })), {
    outcome: 'held',
    why: 'suspended',
  });
  assert.deepEqual(decide(situation([low(1)], { suspended: { out: false, in: true } })), {
    outcome: 'held',
    why: 'suspended',
  });
  assert.deepEqual(decide(situation([high(200)], { busy: true })), {
    outcome: 'not-scaled',
    reason: 'unscalable',
    policy: 'track',
  });
  assert.deepEqual(decide(situation([{ policy: tracking(), alarm: 'high' }])), {
    outcome: 'held',
    why: 'no-data',
  });
  assert.deepEqual(decide(situation([])), { outcome: 'held', why: 'nothing-asked' });
});

const policies = fc.record({
  target: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  scaleInDisabled: fc.boolean(),
});
const signals = fc.array(
  fc.oneof(
    fc
      .tuple(
        policies,
        fc.constantFrom('high', 'low', 'none'),
        fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
      )
      .map(
        ([policy, alarm, value]): Signal => ({
          policy: tracking(policy),
          alarm: alarm as 'high',
          ...(value !== null && { value }),
        }),
      ),
    fc
      .tuple(
        fc.constantFrom('by', 'to', 'by-percent'),
        fc.integer({ min: -200, max: 200 }),
        fc.integer({ min: -50, max: 50 }),
      )
      .map(
        ([adjusts, adjustment, breach]): Signal => ({
          policy: steps({
            adjusts: adjusts as 'by',
            steps: [
              { lower: 0, adjustment: adjusts === 'to' ? Math.abs(adjustment) : adjustment },
              { upper: 0, adjustment: adjusts === 'to' ? Math.abs(adjustment) : adjustment },
            ],
          }),
          breach,
        }),
      ),
  ),
  { maxLength: 5 },
);
const situations = fc
  .record({
    signals,
    capacity: fc.nat(60),
    min: fc.nat(20),
    span: fc.nat(40),
    busy: fc.boolean(),
    out: fc.option(fc.record({ from: fc.nat(60), ago: fc.nat(10) })),
    in: fc.option(fc.record({ from: fc.nat(60), ago: fc.nat(10) })),
  })
  .map((made): Situation => {
    const change = (one: { from: number; ago: number }) => ({
      from: one.from,
      endedMs: (1_000 - one.ago) * MINUTE,
    });
    return situation(made.signals, {
      capacity: made.capacity,
      bounds: { min: made.min, max: made.min + made.span },
      busy: made.busy,
      last: { ...(made.out && { out: change(made.out) }), ...(made.in && { in: change(made.in) }) },
    });
  });

test('never outside the bounds, and in the direction that is said', () => {
  fc.assert(
    fc.property(situations, (all) => {
      const decision = decide(all);
      if (decision.outcome !== 'scale') return;
      const { capacity, direction } = decision;
      assert.ok(Number.isInteger(capacity) && capacity >= all.bounds.min && capacity <= all.bounds.max);
      assert.ok(direction === 'out' ? capacity > all.capacity : capacity < all.capacity);
    }),
  );
});

test('never in while a policy asks for more, nor by tracking while one of them is not ready', () => {
  fc.assert(
    fc.property(situations, (all) => {
      const decision = decide(all);
      if (decision.outcome !== 'scale' || decision.direction === 'out') return;
      const of = all.signals.filter((signal) => 'alarm' in signal);
      assert.ok(!of.some(({ alarm, value }) => alarm === 'high' && value !== undefined));
      if (decision.policy !== 'track') return;
      assert.ok(of.every(({ alarm, policy }) => policy.scaleInDisabled || alarm === 'low'));
    }),
  );
});

test('more load never means less capacity', () => {
  const load = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(load, load, fc.integer({ min: 1, max: 50 }), (one, other, capacity) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      const after = (value: number) => {
        const states = {
          high: value > 100 ? ('ALARM' as const) : 'OK',
          low: value < 90 ? ('ALARM' as const) : 'OK',
        } as const;
        const made = situation([trackingSignal(tracking(), states, value)], {
          capacity,
          bounds: { min: 0, max: 60 },
        });
        const decision = decide(made);
        return decision.outcome === 'scale' ? decision.capacity : capacity;
      };
      assert.ok(after(less) <= after(more));
    }),
  );
});
