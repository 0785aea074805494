import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { run, without } from '../../other-clients.ts';
import { startPostern, type TestPostern } from '../../postern.ts';
import { artifact, deploy, prepare, settled } from './fixtures.ts';
import type { Stack } from './stack.ts';

const resources = new AsyncDisposableStack();
let postern: TestPostern;
let cloudWatch: CloudWatchClient;
let runtime: SageMakerRuntimeClient;
let stack: Stack;
let startedMs: number;

/** Requests that are answered, and one that the model refuses. */
const ANSWERED = 20;
const INSTANCES = 2;

before(async () => {
  // a minute of metrics is a second
  postern = resources.use(await startPostern(['--time-scale', '60']));
  const client = { ...postern.client, maxAttempts: 1, forcePathStyle: true };
  const adopt = <Client extends { destroy(): void }>(one: Client): Client =>
    resources.adopt(one, () => one.destroy());
  cloudWatch = adopt(new CloudWatchClient(client));
  runtime = adopt(new SageMakerRuntimeClient(client));
  const sageMaker = adopt(new SageMakerClient(client));
  stack = { s3: adopt(new S3Client(client)), iam: adopt(new IAMClient(client)), sageMaker } as Stack;
  await prepare(stack);
  startedMs = Date.now();
  const { EndpointStatus, FailureReason } = await deploy(
    stack,
    'Measured',
    artifact(linearModel([1, 2], 0)),
    {
      InitialInstanceCount: INSTANCES,
    },
  );
  assert.equal(EndpointStatus, 'InService', FailureReason ?? '');
  await Promise.all(Array.from({ length: ANSWERED }, () => invoke('[[3, 4]]')));
  await assert.rejects(invoke('[[3]]', 'mEASURED'), { name: 'ModelError' }); // counted under the name it was made with
  await pause(3_500); // three minutes of metrics, and the first look at processors is at their end
});
after(() => resources.disposeAsync());

const invoke = (Body: string, EndpointName = 'Measured') =>
  runtime.send(new InvokeEndpointCommand({ EndpointName, ContentType: 'application/json', Body }));

const variant = [
  { Name: 'EndpointName', Value: 'Measured' },
  { Name: 'VariantName', Value: 'AllTraffic' },
];
const withConfig = [...variant, { Name: 'EndpointConfigName', Value: 'Measured' }];

/** All that a metric was from the start to now. */
async function whole(MetricName: string, Namespace = 'AWS/SageMaker', Dimensions = variant) {
  const { Datapoints = [] } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions,
      StartTime: new Date(startedMs),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3600,
      Statistics: ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'],
    }),
  );
  const sum = (of: 'Sum' | 'SampleCount') => Datapoints.reduce((total, one) => total + (one[of] ?? 0), 0);
  return {
    sum: sum('Sum'),
    count: sum('SampleCount'),
    least: Math.min(...Datapoints.map(({ Minimum }) => Minimum ?? 0)),
    most: Math.max(...Datapoints.map(({ Maximum }) => Maximum ?? 0)),
    units: [...new Set(Datapoints.map(({ Unit }) => Unit))],
  };
}

const requests = ANSWERED + 1;

test('every request is counted, by variant and by configuration', async () => {
  for (const dimensions of [variant, withConfig]) {
    const of = (name: string) => whole(name, 'AWS/SageMaker', dimensions);
    assert.equal((await of('Invocations')).sum, requests);
    assert.equal((await of('Invocation4XXErrors')).sum, 1);
    assert.equal((await of('Invocation5XXErrors')).sum, 0);
    assert.equal((await of('Invocation5XXErrors')).count, requests);
    assert.equal((await of('InvocationModelErrors')).sum, 1);
    assert.ok(Math.abs((await of('InvocationsPerInstance')).sum - requests / INSTANCES) < 1e-9);
    const latency = await of('ModelLatency');
    assert.deepEqual([latency.count, latency.units], [requests, ['Microseconds']]);
    assert.ok(latency.least > 0 && latency.most < 60e6);
    assert.equal((await of('OverheadLatency')).count, requests);
  }
});

test('a variant nobody asks says zero every minute', async () => {
  const second = Math.floor(Date.now() / 1000) * 1000;
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: ['Invocations', 'InvocationsPerInstance'].map((MetricName, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: { Namespace: 'AWS/SageMaker', MetricName, Dimensions: variant },
          Period: 1,
          Stat: 'Sum',
        },
      })),
      StartTime: new Date(second - 2_000),
      EndTime: new Date(second),
    }),
  );
  for (const { Values } of MetricDataResults) assert.deepEqual(Values, [0, 0]);
});

test('requests under way are counted at high resolution, by instance', async () => {
  const { count, least } = await whole('ConcurrentRequestsPerModel');
  assert.ok(count >= 3 * INSTANCES, `${count} samples`);
  assert.equal(least, 0);
});

test('what instances use of the machine is measured from their processes', async () => {
  const of = (name: string) => whole(name, '/aws/sagemaker/Endpoints');
  const cpu = await of('CPUUtilization');
  assert.ok(cpu.count >= INSTANCES && cpu.least >= 0 && cpu.most > 0, JSON.stringify(cpu));
  const memory = await of('MemoryUtilization');
  assert.ok(memory.least > 0 && memory.most < 100, JSON.stringify(memory));
  const disk = await of('DiskUtilization');
  assert.ok(disk.least > 0 && disk.most < 100, JSON.stringify(disk));
  assert.deepEqual([cpu.units, memory.units, disk.units], [['Percent'], ['Percent'], ['Percent']]);
});

test('a shadow variant is measured as any other', async () => {
  const variantOf = (VariantName: string) => ({
    VariantName,
    ModelName: 'Measured',
    InstanceType: 'ml.m5.large' as const,
    InitialInstanceCount: 1,
  });
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'WithShadow',
      ProductionVariants: [variantOf('Answers')],
      ShadowProductionVariants: [variantOf('Shadow')],
    }),
  );
  const EndpointName = 'Mirrored';
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: 'WithShadow' }));
  const { EndpointStatus, FailureReason } = await settled(stack, EndpointName);
  assert.equal(EndpointStatus, 'InService', FailureReason ?? '');
  for (let request = 0; request < 5; request++) await invoke('[[3, 4]]', EndpointName);
  await pause(200); // nobody waits for the answers of a shadow
  const dimensions = [
    { Name: 'EndpointName', Value: EndpointName },
    { Name: 'VariantName', Value: 'Shadow' },
  ];
  assert.equal((await whole('Invocations', 'AWS/SageMaker', dimensions)).sum, 5);
  assert.equal((await whole('ModelLatency', 'AWS/SageMaker', dimensions)).count, 5);
});

test('utilization is published as often as the configuration says', async () => {
  const config = (EndpointConfigName: string, MetricPublishFrequencyInSeconds: number) =>
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      ProductionVariants: [
        { VariantName: 'v', ModelName: 'Measured', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      MetricsConfig: { MetricPublishFrequencyInSeconds },
    });
  await assert.rejects(stack.sageMaker.send(config('Never', 7)), {
    name: 'ValidationException',
    message: 'MetricPublishFrequencyInSeconds must be one of [10, 30, 60, 120, 180, 240, 300], but was 7.',
  });
  await stack.sageMaker.send(config('Seldom', 120));
  const described = await stack.sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: 'Seldom' }),
  );
  assert.deepEqual(described.MetricsConfig, { MetricPublishFrequencyInSeconds: 120 });
  const EndpointName = 'Seldom';
  const startedAt = Date.now();
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: 'Seldom' }));
  assert.equal((await settled(stack, EndpointName)).EndpointStatus, 'InService');
  await pause(6_500); // two seconds each of them, and the first look tells nothing of processors
  const dimensions = [
    { Name: 'EndpointName', Value: EndpointName },
    { Name: 'VariantName', Value: 'v' },
  ];
  const { count } = await whole('CPUUtilization', '/aws/sagemaker/Endpoints', dimensions);
  const most = (Date.now() - startedAt) / 2_000;
  assert.ok(count >= 1 && count <= most, `${count} samples, where there is time for ${most}`);
});

test('the AWS CLI lists and reads each of them', { skip: without.cli }, async () => {
  const aws = async (...args: string[]) =>
    JSON.parse(
      (
        await run('aws', ['cloudwatch', ...args, '--output', 'json'], {
          env: { ...process.env, ...postern.environment },
        })
      ).stdout,
    );
  const expected = {
    'AWS/SageMaker': [
      'ConcurrentRequestsPerModel',
      'Invocation4XXErrors',
      'Invocation5XXErrors',
      'InvocationModelErrors',
      'Invocations',
      'InvocationsPerInstance',
      'ModelLatency',
      'OverheadLatency',
    ],
    '/aws/sagemaker/Endpoints': ['CPUUtilization', 'DiskUtilization', 'MemoryUtilization'],
  };
  const times = ['--start-time', new Date(startedMs).toISOString(), '--end-time', new Date().toISOString()];
  for (const [Namespace, names] of Object.entries(expected)) {
    const { Metrics } = await aws(
      'list-metrics',
      '--namespace',
      Namespace,
      '--dimensions',
      'Name=EndpointName',
    );
    const listed = new Set((Metrics as { MetricName: string }[]).map(({ MetricName }) => MetricName));
    assert.deepEqual([...listed].sort(), names);
    const queries = names.map((MetricName, index) => ({
      Id: `m${index}`,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions: variant }, Period: 3600, Stat: 'Average' },
    }));
    const { MetricDataResults } = await aws(
      'get-metric-data',
      '--metric-data-queries',
      JSON.stringify(queries),
      ...times,
    );
    for (const [index, name] of names.entries()) {
      const { Label, Values } = MetricDataResults[index];
      assert.ok(Label === name && Values.length > 0 && Values[0] >= 0, name);
    }
  }
});

test('metrics are listed as they are spelled, whoever asks', async () => {
  const { Metrics = [] } = await cloudWatch.send(
    new ListMetricsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'EndpointName', Value: 'Measured' }],
    }),
  );
  const shown = Metrics.map(({ Dimensions = [] }) =>
    Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(),
  );
  assert.deepEqual(shown, [
    'EndpointConfigName=Measured,EndpointName=Measured,VariantName=AllTraffic',
    'EndpointName=Measured,VariantName=AllTraffic',
  ]);
});
