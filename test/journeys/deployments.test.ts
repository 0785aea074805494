/** A new model takes over under load: well, badly, and with the server killed in the middle of it. */
import assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  type DeploymentConfig,
  type ProductionVariant,
  SageMakerClient,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  artifact,
  createConfig,
  createModel,
  createRole,
  prepare,
  settled,
  type Stack,
} from '../contract/sagemaker/fixtures.ts';
import { linearModel } from '../models/onnx.ts';
import { startPostern, type TestPostern } from '../postern.ts';
import { startServerProcess } from '../server-process.ts';
import { scratch } from '../scratch.ts';

/** Waits are a sixtieth: ten minutes of baking take ten seconds. */
const scaled = ['--time-scale', '60'];

const clientsOf = (
  client: TestPostern['client'],
): Stack & { runtime: SageMakerRuntimeClient; cloudWatch: CloudWatchClient } => ({
  s3: new S3Client({ ...client, forcePathStyle: true }),
  iam: new IAMClient(client),
  sageMaker: new SageMakerClient(client),
  runtime: new SageMakerRuntimeClient({ ...client, maxAttempts: 1 }),
  cloudWatch: new CloudWatchClient(client),
});
type Clients = ReturnType<typeof clientsOf>;

/** Models that add, that add ten times as much, and one that wants other input, with a configuration each. */
async function configure(clients: Clients, more: Partial<ProductionVariant> = {}): Promise<void> {
  await prepare(clients);
  const models = { plain: [1, 2], tenfold: [10, 20], strange: [1, 2, 3] };
  for (const [name, weights] of Object.entries(models)) {
    await createModel(clients, name, artifact(linearModel(weights, 0)));
    await createConfig(clients, name, name, more);
  }
}
async function create(clients: Clients, EndpointName: string): Promise<void> {
  await clients.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: 'plain' }));
  assert.equal((await settled(clients, EndpointName)).EndpointStatus, 'InService');
}
const update = (
  clients: Clients,
  EndpointName: string,
  EndpointConfigName: string,
  DeploymentConfig?: DeploymentConfig,
) =>
  clients.sageMaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, DeploymentConfig }));
const describe = (clients: Clients, EndpointName: string) =>
  clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName }));
const invoke = async ({ runtime }: Clients, EndpointName: string): Promise<string> => {
  const command = new InvokeEndpointCommand({
    EndpointName,
    ContentType: 'application/json',
    Body: '[[3, 4]]',
  });
  return runtime.send(command).then(
    ({ Body }) => JSON.parse(Buffer.from(Body).toString()).predictions[0].toString(),
    ({ name }: Error) => name,
  );
};

/** Callers that call again and again; how often they were answered what. */
function load(clients: Clients, endpoint: string) {
  const answers: Record<string, number> = {};
  let over = false;
  const callers = Array.from({ length: 4 }, async () => {
    while (!over) {
      const said = await invoke(clients, endpoint);
      answers[said] = (answers[said] ?? 0) + 1;
    }
  });
  const stop = async () => {
    over = true;
    await Promise.all(callers);
    return answers;
  };
  return { answers, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

const canary = (bakeSeconds: number, ...alarms: string[]): DeploymentConfig => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY',
      CanarySize: { Type: 'CAPACITY_PERCENT', Value: 30 },
      WaitIntervalInSeconds: bakeSeconds,
    },
    TerminationWaitInSeconds: 0,
  },
  ...(alarms.length > 0 && {
    AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) },
  }),
});

const postern = await startPostern(scaled);
after(() => postern[Symbol.asyncDispose]());
const clients = clientsOf(postern.client);
await configure(clients);

/** An alarm whose state changes by hand only. */
const BY_HAND = 'by-hand';
const setState = (StateValue: 'ALARM' | 'OK') =>
  clients.cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: BY_HAND, StateValue, StateReason: 'says the test' }),
  );
await clients.cloudWatch.send(
  new PutMetricAlarmCommand({
    AlarmName: BY_HAND,
    Namespace: 'Nowhere',
    MetricName: 'Nothing',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  }),
);

test('again and again a new model takes over under load, and not one request fails', {
  timeout: 240_000,
}, async () => {
  await create(clients, 'swap');
  await using calls = load(clients, 'swap');
  for (let n = 0; n < 4; n++) {
    const config = n % 2 === 0 ? 'tenfold' : 'plain';
    await update(clients, 'swap', config, n % 3 === 0 ? canary(20) : undefined);
    assert.equal((await settled(clients, 'swap')).EndpointConfigName, config);
  }
  const answers = await calls.stop();
  assert.deepEqual(Object.keys(answers).sort(), ['11', '110']);
  await clients.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'swap' }));
});

test('a canary that answers with errors raises the alarm on its fleet and is rolled back', {
  timeout: 120_000,
}, async () => {
  await create(clients, 'guarded');
  await clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors-of-the-new',
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocation4XXErrors',
      Dimensions: [
        { Name: 'EndpointName', Value: 'guarded' },
        { Name: 'VariantName', Value: 'AllTraffic' },
        { Name: 'EndpointConfigName', Value: 'strange' },
      ],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  const missing = update(clients, 'guarded', 'strange', canary(600, 'errors-of-the-new', 'nobody-knows'));
  await assert.rejects(missing, { name: 'ValidationException', message: /alarm\(s\): \[nobody-knows\]/ });
  await using calls = load(clients, 'guarded');
  await update(clients, 'guarded', 'strange', canary(3600, 'errors-of-the-new'));
  const back = await settled(clients, 'guarded');
  assert.deepEqual([back.EndpointStatus, back.EndpointConfigName], ['InService', 'plain']);
  assert.match(back.FailureReason ?? '', /gone into ALARM status: \[errors-of-the-new\]/);
  const { 11: good = 0, ModelError: bad = 0, ...others } = await calls.stop();
  assert.deepEqual(others, {});
  assert.ok(bad > 0 && bad < good, `the canary had a part of the traffic only: ${bad} of ${good + bad}`);
  for (let n = 0; n < 20; n++) assert.equal(await invoke(clients, 'guarded'), '11');
});

test('an alarm that is in state ALARM from the start lets nothing take over', {
  timeout: 60_000,
}, async () => {
  await create(clients, 'alarmed');
  await setState('ALARM');
  await using calls = load(clients, 'alarmed');
  await update(clients, 'alarmed', 'tenfold', canary(60, BY_HAND));
  const back = await settled(clients, 'alarmed');
  assert.deepEqual([back.EndpointStatus, back.EndpointConfigName], ['InService', 'plain']);
  assert.match(back.FailureReason ?? '', /ALARM status/);
  assert.deepEqual(Object.keys(await calls.stop()), ['11']);
  await setState('OK');
});

/** Deletes the execution role, so that no further instance can be started with it. */
async function deleteRole({ iam }: Clients): Promise<void> {
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'endpoint', PolicyName: 'read' }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'endpoint' }));
}

test('a rolling update rolls back in batches; one that cannot is told, and a new update mends it', {
  timeout: 120_000,
}, async () => {
  for (const [name, model] of [
    ['old-pair', 'plain'],
    ['new-pair', 'tenfold'],
  ] as const)
    await createConfig(clients, name, model, { InitialInstanceCount: 2 });
  await clients.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'rolling', EndpointConfigName: 'old-pair' }),
  );
  await settled(clients, 'rolling');
  const size = { Type: 'INSTANCE_COUNT', Value: 1 } as const;
  const rolling: DeploymentConfig = {
    RollingUpdatePolicy: {
      MaximumBatchSize: size,
      RollbackMaximumBatchSize: size,
      WaitIntervalInSeconds: 240,
    },
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: BY_HAND }] },
  };
  /** Raises the alarm once the second of two batches bakes, when the old fleet has one instance left. */
  const raiseLate = async (before: () => Promise<void>) => {
    const status = async () =>
      (await describe(clients, 'rolling')).PendingDeploymentSummary?.ProductionVariants?.[0];
    while (!/full capacity of 2/.test((await status())?.VariantStatus?.[0]?.StatusMessage ?? ''))
      await pause(10);
    await before();
    await setState('ALARM');
  };
  await using calls = load(clients, 'rolling');
  await update(clients, 'rolling', 'new-pair', rolling);
  await raiseLate(async () => {});
  const back = await settled(clients, 'rolling');
  assert.deepEqual([back.EndpointStatus, back.EndpointConfigName], ['InService', 'old-pair']);
  assert.match(back.FailureReason ?? '', /ALARM status/);
  assert.equal(back.ProductionVariants?.[0]?.CurrentInstanceCount, 2);

  await setState('OK');
  await update(clients, 'rolling', 'new-pair', rolling);
  await raiseLate(() => deleteRole(clients));
  const stuck = await settled(clients, 'rolling');
  assert.equal(stuck.EndpointStatus, 'UpdateRollbackFailed');
  assert.match(
    stuck.FailureReason ?? '',
    /rollback to the previous endpoint configuration failed: .*endpoint" cannot be assumed/,
  );
  const artifacts = () => readdir(`${postern.state}/data-1/models`);
  const whenStuck = await artifacts();
  await createRole(clients);
  await setState('OK');
  await update(clients, 'rolling', 'new-pair');
  const mended = await settled(clients, 'rolling');
  assert.deepEqual([mended.EndpointStatus, mended.EndpointConfigName], ['InService', 'new-pair']);
  for (let n = 0; n < 100 && (await artifacts()).length >= whenStuck.length; n++) await pause(50);
  assert.equal((await artifacts()).length, whenStuck.length - 1, 'of both fleets nothing is left');
  assert.deepEqual(Object.keys(await calls.stop()).sort(), ['11', '110'], 'nobody noticed');
});

test('killed in the middle of a deployment, the server goes on with it and says so', {
  timeout: 180_000,
}, async (t) => {
  const root = await scratch('update');
  t.after(() => rm(root, { recursive: true, force: true }));
  const options = ['--state', `${root}/state`, ...scaled];
  let server = await startServerProcess(options, root);
  t.after(() => server.kill());
  let own = clientsOf(server.client);
  const restart = async () => {
    await server.kill();
    server = await startServerProcess(options, root);
    own = clientsOf(server.client);
  };
  await configure(own);
  await create(own, 'killed');

  await update(own, 'killed', 'tenfold', canary(600));
  const baking = async () =>
    (await describe(own, 'killed')).PendingDeploymentSummary?.ProductionVariants?.[0]?.VariantStatus?.[0];
  while ((await baking())?.Status !== 'Baking') await pause(20);
  await restart();
  assert.match(await invoke(own, 'killed'), /^(11|110)$/, 'it serves at once');
  const resumed = await describe(own, 'killed');
  assert.equal(resumed.EndpointStatus, 'Updating');
  assert.match((await baking())?.StatusMessage ?? '', /Resumed after a restart\.$/);
  const finished = await settled(own, 'killed');
  assert.deepEqual([finished.EndpointStatus, finished.EndpointConfigName], ['InService', 'tenfold']);
  assert.equal(await invoke(own, 'killed'), '110');

  await own.sageMaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'killed',
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: 2, DesiredWeight: 3 }],
    }),
  );
  await restart();
  const scaledOut = await settled(own, 'killed');
  assert.partialDeepStrictEqual(scaledOut.ProductionVariants, [
    { CurrentInstanceCount: 2, DesiredInstanceCount: 2, CurrentWeight: 3 },
  ]);
  await restart();
  assert.partialDeepStrictEqual((await describe(own, 'killed')).ProductionVariants, [
    { CurrentInstanceCount: 2, CurrentWeight: 3 },
  ]);
  assert.equal(await invoke(own, 'killed'), '110');
});
