/** Kill -9 of the server, of a worker, of a model: what was acknowledged is there, what was begun is gone, the next request is served. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { APIGatewayClient, CreateApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateUserCommand, IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import { CreateAliasCommand, LambdaClient, paginateListAliases } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointConfigCommand,
  ListModelsCommand,
  paginateListEndpointConfigs,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import {
  type Living,
  processesBelow,
  type ServerProcess,
  startServerProcess,
  stillLiving,
} from '../server-process.ts';
import { scratch } from '../scratch.ts';

const deploy = fileURLToPath(new URL('../../examples/ridership/deploy.ts', import.meta.url));

interface Outputs {
  readonly url: string;
  readonly apiKey: string;
}

async function deployRidership(server: ServerProcess): Promise<Outputs> {
  const env = { PATH: process.env['PATH'], ...server.environment };
  const { stdout } = await promisify(execFile)(process.execPath, [deploy, '--json'], { env });
  return JSON.parse(stdout).outputs;
}

async function predict({ url }: ServerProcess, outputs: Outputs): Promise<number> {
  const answer = await fetch(new URL(new URL(outputs.url).pathname, url), {
    method: 'POST',
    headers: { 'x-api-key': outputs.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify([{ date: '2016-08-29', temperature: 77 }]),
  });
  return answer.status;
}

/** Writes with every service, one name after another, until the server is gone. */
function writersOf({ client }: ServerProcess, ModelName: string): ((name: string) => Promise<unknown>)[] {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const [iam, logs, metrics] = [
    new IAMClient(client),
    new CloudWatchLogsClient(client),
    new CloudWatchClient(client),
  ];
  const [gateway, sageMaker, lambda] = [
    new APIGatewayClient(client),
    new SageMakerClient(client),
    new LambdaClient(client),
  ];
  const MetricData = [{ MetricName: 'written', Value: 1 }];
  const ProductionVariants = [
    { VariantName: 'v', ModelName, InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 },
  ];
  return [
    (Key) => s3.send(new PutObjectCommand({ Bucket: 'killed', Key, Body: Key })),
    (UserName) => iam.send(new CreateUserCommand({ UserName })),
    (message) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName: 'killed',
          logStreamName: 'one',
          logEvents: [{ timestamp: Date.now(), message }],
        }),
      ),
    () => metrics.send(new PutMetricDataCommand({ Namespace: 'killed', MetricData })),
    (name) => gateway.send(new CreateApiKeyCommand({ name })),
    (EndpointConfigName) =>
      sageMaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants })),
    (Name) =>
      lambda.send(new CreateAliasCommand({ FunctionName: 'ridership', FunctionVersion: '$LATEST', Name })),
  ];
}

/** What every writer finds again of what it wrote. */
async function findWritten({ client }: ServerProcess): Promise<Set<string>[]> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const [iam, logs, metrics] = [
    new IAMClient(client),
    new CloudWatchLogsClient(client),
    new CloudWatchClient(client),
  ];
  const [gateway, sageMaker, lambda] = [
    new APIGatewayClient(client),
    new SageMakerClient(client),
    new LambdaClient(client),
  ];
  const all = async <Page>(
    pages: AsyncIterable<Page>,
    names: (page: Page) => (string | undefined)[] | undefined,
  ) => {
    const found = new Set<string>();
    for await (const page of pages) for (const name of names(page) ?? []) found.add(name ?? '');
    return found;
  };
  const { items } = await gateway.send(new GetApiKeysCommand({ limit: 500 }));
  const { Datapoints = [] } = await metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: 'killed',
      MetricName: 'written',
      Statistics: ['SampleCount'],
      Period: 86_400,
      StartTime: new Date(Date.now() - 86_400_000),
      EndTime: new Date(Date.now() + 86_400_000),
    }),
  );
  const counted = Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0);
  return [
    await all(paginateListObjectsV2({ client: s3 }, { Bucket: 'killed' }), (page) =>
      page.Contents?.map(({ Key }) => Key),
    ),
    await all(paginateListUsers({ client: iam }, {}), (page) => page.Users?.map(({ UserName }) => UserName)),
    await all(paginateFilterLogEvents({ client: logs }, { logGroupName: 'killed' }), (page) =>
      page.events?.map(({ message }) => message),
    ),
    new Set(Array.from({ length: counted }, (_, n) => String(n))),
    new Set(items?.map(({ name }) => name ?? '')),
    await all(paginateListEndpointConfigs({ client: sageMaker }, {}), (page) =>
      page.EndpointConfigs?.map(({ EndpointConfigName }) => EndpointConfigName),
    ),
    await all(paginateListAliases({ client: lambda }, { FunctionName: 'ridership' }), (page) =>
      page.Aliases?.map(({ Name }) => Name),
    ),
  ];
}

/** A place for state and scratch that goes with the test. */
async function place(context: TestContext): Promise<{ state: string; temporary: string }> {
  const root = await scratch('kill');
  context.after(() => rm(root, { recursive: true, force: true }));
  return { state: join(root, 'state'), temporary: root };
}

/** Runs that have a directory for scratch, or control groups. */
async function runsIn(temporary: string): Promise<string[]> {
  const directories = await readdir(join(temporary, `postern-${process.geteuid?.()}`)).catch(() => []);
  return directories.filter((name) => /^\d+-\d+$/.test(name));
}

async function groupsOf(run: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(`/sys/fs/cgroup/{,*/,*/*/}postern/${run}`)) found.push(path);
  return found;
}

/** Resolves when their parent has heard of their end: a process with threads dies for a while. */
async function reaped(processes: readonly Living[]): Promise<void> {
  for (const { pid } of processes) while (existsSync(`/proc/${pid}`)) await wait(5);
}

const NAMES = [
  'objects',
  'users',
  'log events',
  'metric data',
  'API keys',
  'endpoint configurations',
  'aliases',
];
const skip = process.platform !== 'linux' && 'reads /proc';

test('killed again and again while everyone writes, the server comes back with all it acknowledged, alone', {
  skip,
  timeout: 180_000,
}, async (context) => {
  const { state, temporary } = await place(context);
  let server = await startServerProcess(['--state', state], temporary);
  context.after(() => server.kill());
  const outputs = await deployRidership(server);
  await new S3Client({ ...server.client, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'killed' }),
  );
  const logs = new CloudWatchLogsClient(server.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'killed' }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: 'killed', logStreamName: 'one' }));
  const { Models = [] } = await new SageMakerClient(server.client).send(new ListModelsCommand({}));

  const acknowledged = NAMES.map(() => new Set<string>());
  for (let round = 0; round < 3; round++) {
    const writing = writersOf(server, Models[0]?.ModelName ?? '').map(async (write, writer) => {
      for (let n = 0; ; n++) {
        const name = `w${round}-${n}`;
        try {
          await write(name);
        } catch {
          return;
        }
        acknowledged[writer]?.add(name);
      }
    });
    await wait(400);
    const below: Living[] = await processesBelow(server.pid);
    const [run = ''] = await runsIn(temporary);
    assert.ok(below.length >= 2, 'a model and a worker at least');
    await server.kill();
    await Promise.all(writing);

    server = await startServerProcess(['--state', state], temporary);
    assert.equal(await predict(server, outputs), 200, 'answers at once, deployed by nobody');
    assert.deepEqual(await stillLiving(below), [], 'orphans');
    assert.deepEqual(await groupsOf(run), [], 'control groups of the killed');
    assert.equal((await runsIn(temporary)).length, 1, 'scratch of the living alone');
  }

  for (const [n, found] of (await findWritten(server)).entries()) {
    const written = acknowledged[n] as Set<string>;
    const what = `${written.size} ${NAMES[n]} acknowledged, ${found.size} found`;
    assert.ok(written.size > 3, what);
    if (NAMES[n] === 'metric data')
      assert.ok(found.size >= written.size && found.size <= written.size + 3, what);
    else assert.deepEqual([...written.difference(found)], [], what);
  }
});

test('a killed worker or model is replaced before the next answer', {
  skip,
  timeout: 120_000,
}, async (context) => {
  const { temporary } = await place(context);
  const server = await startServerProcess(['--ephemeral'], temporary);
  context.after(() => server.kill());
  const outputs = await deployRidership(server);
  for (const part of ['functions/runtimes/node', 'onnx-server']) {
    const victims = (await processesBelow(server.pid)).filter(({ command }) => command.includes(part));
    assert.ok(victims.length > 0, part);
    for (const { pid } of victims) process.kill(pid, 'SIGKILL');
    await reaped(victims);
    assert.equal(await predict(server, outputs), 200, part);
  }
  const below = await processesBelow(server.pid);
  const [run = ''] = await runsIn(temporary);
  await server.kill('SIGTERM');
  assert.deepEqual(await stillLiving(below), [], 'a server that was asked to end leaves no process');
  assert.deepEqual([await runsIn(temporary), await groupsOf(run)], [[], []]);
});

test('a state directory has one server, another directory another, and neither touches the other', {
  skip,
  timeout: 60_000,
}, async (context) => {
  const [one, two] = [await place(context), await place(context)];
  const started = await Promise.allSettled(
    [1, 2, 3].map(() => startServerProcess(['--state', one.state], one.temporary)),
  );
  const servers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  context.after(() => Promise.all(servers.map((server) => server.kill())));
  assert.equal(servers.length, 1, 'one of three that start at once');
  for (const each of started) {
    if (each.status === 'rejected')
      assert.match(
        String(each.reason),
        /is in use by (the Postern at http|another Postern that is just starting)/,
      );
  }
  const [first] = servers as [ServerProcess];
  const second = await startServerProcess(['--state', two.state], one.temporary);
  context.after(() => second.kill());
  const create = (server: ServerProcess) =>
    new S3Client({ ...server.client, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: 'same-name' }),
    );
  await Promise.all([create(first), create(second)]);
  await second.kill();
  await using third = await startServerProcess(['--ephemeral'], one.temporary);
  await create(third);
  assert.equal(
    (await fetch(`${first.url}/_postern/health`)).status,
    200,
    'the start of one cleans up after the dead alone',
  );
  assert.equal((await runsIn(one.temporary)).length, 2);
});
