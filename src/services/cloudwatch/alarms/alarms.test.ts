import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTelemetry } from '../../../engine/telemetry/index.ts';
import { type Clock, silent, StandingClock } from '../../../kit/index.ts';
import { Store } from '../../../store/index.ts';
import type { CompositeAlarmRow, MetricAlarmRow, MetricSettings } from '../records/alarm.ts';
import { alarmArn } from '../records/alarm.ts';
import type { ScalingAction } from './alarm-actions.ts';
import { Alarms } from './alarms.ts';

const owner = { account: '111122223333', region: 'eu-west-1' };
const MINUTE = 60_000;
const OUT = 'arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1:resource/sagemaker/x:policyName/out';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:topic';

/** Alarms over metrics, on a clock that stands. */
function open(
  store = new Store(':memory:'),
  clock: Clock & { advance(ms: number): void } = new StandingClock(),
) {
  const telemetry = openTelemetry({ directory: undefined, clock, log: silent });
  const scaling: ScalingAction[] = [];
  const alarms = new Alarms({
    clock,
    log: silent,
    store,
    metrics: telemetry.metrics,
    timeScale: 1,
    inside: { call: () => Promise.reject(new Error('nobody else is here')) },
    background: () => {},
    alarmActions: (action) => scaling.push(action),
  });
  alarms.resume();
  return {
    clock,
    store,
    alarms,
    scaling,
    state: (name: string) => alarms.book.get(owner, name)?.state,
    history: (name: string) => alarms.history.list(owner, name).map(({ row }) => row.summary),
    /** A minute in which the metric is measured so often. */
    minute(...values: number[]) {
      for (const value of values) {
        telemetry.metrics.record({
          ...owner,
          namespace: 'n',
          name: 'm',
          dimensions: {},
          unit: 'Count',
          value,
        });
      }
      clock.advance(MINUTE);
    },
    async [Symbol.asyncDispose]() {
      alarms[Symbol.dispose]();
      await telemetry[Symbol.asyncDispose]();
    },
  };
}

const common = (name: string) => ({
  name,
  arn: alarmArn(owner, name),
  actionsEnabled: true,
  okActions: [],
  alarmActions: [],
  insufficientDataActions: [],
  configuredMs: 0,
  state: {
    value: 'INSUFFICIENT_DATA' as const,
    reason: 'Unchecked: Initial alarm creation',
    updatedMs: 0,
    transitionedMs: 0,
  },
  tags: {},
});

const metric = (name: string, settings: Partial<MetricSettings> = {}): MetricAlarmRow => ({
  ...common(name),
  kind: 'metric',
  settings: {
    Namespace: 'n',
    MetricName: 'm',
    Dimensions: [],
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    ...settings,
  },
});

const composite = (name: string, rule: string, more: Partial<CompositeAlarmRow> = {}): CompositeAlarmRow => ({
  ...common(name),
  kind: 'composite',
  rule,
  ...more,
});

test('an alarm follows its metric, and its composite alarms follow it', async () => {
  await using world = open();
  world.alarms.put(owner, metric('hot'));
  world.alarms.put(owner, metric('very hot', { Threshold: 50 }));
  world.alarms.put(owner, composite('any', 'ALARM(hot) OR ALARM("very hot")'));
  world.alarms.put(owner, composite('above', `NOT OK("${alarmArn(owner, 'any')}")`));
  assert.equal(world.state('hot')?.value, 'INSUFFICIENT_DATA');
  assert.equal(world.state('any')?.value, 'OK');
  assert.equal(
    world.state('any')?.reason,
    `${alarmArn(owner, 'any')} was created and its alarm rule evaluates to OK`,
  );
  world.minute(9);
  world.minute(9);
  assert.equal(world.state('hot')?.value, 'ALARM');
  assert.equal(world.state('very hot')?.value, 'OK');
  assert.equal(world.state('any')?.value, 'ALARM');
  assert.match(
    world.state('any')?.reason ?? '',
    /alarm:hot transitioned to ALARM at Thursday 01 January, 2026 00:01:\d\d UTC$/,
  );
  assert.equal(world.state('above')?.value, 'ALARM');
  world.minute(1);
  world.minute(1);
  assert.deepEqual(
    ['hot', 'any', 'above'].map((name) => world.state(name)?.value),
    ['OK', 'OK', 'OK'],
  );
  assert.deepEqual(world.history('any'), [
    'Alarm "any" created',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm updated from OK to ALARM',
    'Alarm updated from ALARM to OK',
  ]);
});

test('three of five minutes', async () => {
  await using world = open();
  world.alarms.put(owner, metric('hot', { EvaluationPeriods: 5, DatapointsToAlarm: 3 }));
  for (const value of [9, 1, 9, 1]) world.minute(value);
  assert.equal(world.state('hot')?.value, 'OK');
  for (const value of [9, 1]) world.minute(value);
  assert.equal(world.state('hot')?.value, 'ALARM');
  assert.match(
    world.state('hot')?.reason ?? '',
    /^Threshold Crossed: 3 out of the last 5 datapoints \[9\.0 .*\] were greater than the threshold \(5\.0\) \(minimum 3 datapoints for OK -> ALARM transition\)\.$/,
  );
});

test('silence: an alarm forgets its last datapoint two periods after it would need it', async () => {
  await using world = open();
  world.alarms.put(owner, metric('hot', { Period: 300, TreatMissingData: 'notBreaching' }));
  world.minute(9);
  world.minute();
  assert.equal(world.state('hot')?.value, 'ALARM');
  let minutes = 1;
  while (world.state('hot')?.value === 'ALARM') {
    world.minute();
    minutes++;
  }
  // measured in the first minute, gone when three periods of five minutes lie behind it
  assert.equal(minutes, 16);
});

test('scaling policies are told every period as long as it stays so, other actions are written down', async () => {
  await using world = open();
  world.alarms.put(owner, { ...metric('hot'), alarmActions: [OUT, TOPIC] });
  for (const value of [9, 9, 9, 9, 1, 1]) world.minute(value);
  assert.deepEqual(
    world.scaling.map(({ actionArn, state, previousState, repeated }) => [
      actionArn,
      state,
      previousState,
      repeated,
    ]),
    [
      [OUT, 'ALARM', 'INSUFFICIENT_DATA', false],
      [OUT, 'ALARM', 'ALARM', true],
      [OUT, 'ALARM', 'ALARM', true],
      [OUT, 'ALARM', 'ALARM', true],
    ],
  );
  assert.deepEqual(world.history('hot'), [
    'Alarm "hot" created',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    `Successfully executed action ${OUT}`,
    `Failed to execute action ${TOPIC}. Received error: "Actions of sns are recorded only."`,
    'Alarm updated from ALARM to OK',
  ]);
});

test('no action when actions are switched off', async () => {
  await using world = open();
  world.alarms.put(owner, { ...metric('hot'), alarmActions: [OUT], actionsEnabled: false });
  for (const value of [9, 9, 9]) world.minute(value);
  assert.equal(world.state('hot')?.value, 'ALARM');
  assert.deepEqual(world.scaling, []);
});

test('rules in a circle come to rest', async () => {
  await using world = open();
  world.alarms.put(owner, metric('hot'));
  world.alarms.put(owner, composite('a', 'ALARM(hot)'));
  world.alarms.put(owner, composite('b', 'NOT ALARM(a)'));
  world.alarms.put(owner, composite('a', 'ALARM(hot) OR ALARM(b)'));
  for (const value of [9, 9]) world.minute(value);
  assert.equal(world.state('hot')?.value, 'ALARM');
});

test('a server that comes back knows the states, evaluates on, and forgets old history', async () => {
  const store = new Store(':memory:');
  const clock = new StandingClock();
  {
    await using before = open(store, clock);
    before.alarms.put(owner, metric('hot'));
    before.alarms.put(owner, composite('any', 'ALARM(hot)'));
    for (const value of [9, 9]) before.minute(value);
  }
  clock.advance(31 * 24 * 60 * MINUTE);
  await using world = open(store, clock);
  assert.equal(world.state('any')?.value, 'ALARM');
  for (const value of [1, 1]) world.minute(value);
  assert.equal(world.state('hot')?.value, 'OK');
  assert.equal(world.state('any')?.value, 'OK');
  assert.deepEqual(world.history('hot'), [
    'Alarm updated from ALARM to INSUFFICIENT_DATA',
    'Alarm updated from INSUFFICIENT_DATA to OK',
  ]);
  assert.equal(store.collection('cloudwatch.alarm-history').in(owner.account, owner.region).count(), 3);
});

test('the history of an alarm is bounded', async () => {
  await using world = open();
  world.alarms.put(owner, metric('hot'));
  for (let index = 0; index < 150; index++) {
    const row = world.alarms.book.get(owner, 'hot');
    if (row)
      world.alarms.states.change(owner, row, { state: index % 2 ? 'OK' : 'ALARM', reason: `${index}` });
  }
  const history = world.history('hot');
  assert.equal(history.length, 100);
  assert.equal(history.at(-1), 'Alarm updated from ALARM to OK');
});

/** A composite alarm of one child, its actions held back by an alarm called quiet: waits two minutes, extends by three. */
function openSuppressed() {
  const world = open();
  world.alarms.put(owner, metric('child', { Period: 3600, TreatMissingData: 'ignore' }));
  world.alarms.put(owner, metric('quiet', { Period: 3600, TreatMissingData: 'ignore' }));
  world.alarms.put(
    owner,
    composite('main', 'ALARM(child)', {
      alarmActions: [TOPIC],
      okActions: [`${TOPIC}-ok`],
      suppressor: { alarm: 'quiet', waitSeconds: 120, extensionSeconds: 180 },
    }),
  );
  const row = () => world.alarms.book.get(owner, 'main') as CompositeAlarmRow;
  world.clock.advance(5 * MINUTE);
  const before = world.alarms.history.list(owner, 'main').length;
  return {
    ...world,
    set(name: string, state: 'OK' | 'ALARM') {
      const alarm = world.alarms.book.get(owner, name);
      if (alarm) world.alarms.states.change(owner, alarm, { state, reason: 'by hand' });
    },
    by: () => row().suppression?.by,
    /** The topics of the actions that were taken since. */
    taken: () =>
      world.alarms.history
        .list(owner, 'main')
        .slice(before)
        .flatMap(({ row: { type, data } }) =>
          type === 'Action' ? JSON.parse(data).notificationResource.slice(TOPIC.length - 'topic'.length) : [],
        ),
  };
}

test('suppression: nothing suppresses, the actions come after the wait', async () => {
  await using world = openSuppressed();
  world.set('child', 'ALARM');
  assert.equal(world.state('main')?.value, 'ALARM');
  world.clock.advance(119_000);
  assert.deepEqual([world.by(), world.taken()], ['WaitPeriod', []]);
  world.clock.advance(1_000);
  assert.deepEqual([world.by(), world.taken()], [undefined, ['topic']]);
});

test('suppression: the suppressor comes within the wait, goes, and does not come back', async () => {
  await using world = openSuppressed();
  world.set('child', 'ALARM');
  world.clock.advance(MINUTE);
  world.set('quiet', 'ALARM');
  world.clock.advance(10 * MINUTE);
  assert.deepEqual([world.by(), world.taken()], ['Alarm', []]);
  world.set('quiet', 'OK');
  world.clock.advance(179_000);
  assert.deepEqual([world.by(), world.taken()], ['ExtensionPeriod', []]);
  world.clock.advance(1_000);
  assert.deepEqual([world.by(), world.taken()], [undefined, ['topic']]);
});

test('suppression: a new state waits anew, and its own actions come', async () => {
  await using world = openSuppressed();
  world.set('child', 'ALARM');
  world.clock.advance(MINUTE);
  world.set('child', 'OK');
  world.clock.advance(90_000);
  assert.deepEqual([world.by(), world.taken()], ['WaitPeriod', []]);
  world.clock.advance(30_000);
  assert.deepEqual([world.by(), world.taken()], [undefined, ['topic-ok']]);
});

test('suppression: a new state within the extension waits instead', async () => {
  await using world = openSuppressed();
  world.set('quiet', 'ALARM');
  world.set('child', 'ALARM');
  world.set('quiet', 'OK');
  assert.equal(world.by(), 'ExtensionPeriod');
  world.set('child', 'OK');
  assert.equal(world.by(), 'WaitPeriod');
  world.clock.advance(120_000);
  assert.deepEqual(world.taken(), ['topic-ok']);
});

test('suppression: a server that comes back waits on', async () => {
  const first = openSuppressed();
  first.set('child', 'ALARM');
  await first[Symbol.asyncDispose]();
  first.clock.advance(MINUTE);
  await using world = open(first.store, first.clock);
  world.clock.advance(MINUTE);
  assert.match(world.history('main').at(-1) ?? '', /^Failed to execute action .*:topic\. /);
});
