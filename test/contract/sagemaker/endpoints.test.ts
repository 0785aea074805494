import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { without } from '../../other-clients.ts';
import { linearModel } from '../../models/onnx.ts';
import {
  artifact,
  bucket,
  createConfig,
  createModel,
  deploy,
  image,
  prepare,
  put,
  roleArn,
  settled,
  tarGz,
} from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
});
after(() => resources.disposeAsync());

const tar = artifact(linearModel([1, 2], 0));
const arn = (name: string) => `arn:aws:sagemaker:us-east-1:${account}:endpoint/${name}`;
const predict = async (EndpointName: string, opened = stack, more: object = {}): Promise<unknown> => {
  const command = new InvokeEndpointCommand({
    EndpointName,
    ContentType: 'application/json',
    Body: '[[3, 4]]',
    ...more,
  });
  const { Body } = await opened.runtime.send(command);
  return JSON.parse(Buffer.from(Body).toString()).predictions;
};
const gone = (name: string) => ({
  name: 'ValidationException',
  message: `Could not find endpoint "${arn(name)}".`,
});
const remove = async (EndpointName: string): Promise<void> => {
  await stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName }));
  await assert.rejects(settled(stack, EndpointName), gone(EndpointName.toLowerCase()));
};

test('an endpoint comes into service, is described and listed, and goes', async () => {
  const {
    $metadata: _metadata,
    CreationTime,
    LastModifiedTime,
    ...described
  } = await deploy(stack, 'Life', tar);
  assert.ok(CreationTime && LastModifiedTime && CreationTime <= LastModifiedTime);
  const { ProductionVariants, ...rest } = described;
  assert.deepEqual(rest, {
    EndpointName: 'Life',
    EndpointArn: arn('life'),
    EndpointConfigName: 'Life',
    EndpointStatus: 'InService',
  });
  assert.partialDeepStrictEqual(ProductionVariants, [
    {
      VariantName: 'AllTraffic',
      CurrentWeight: 1,
      CurrentInstanceCount: 1,
      DeployedImages: [{ SpecifiedImage: image }],
    },
  ]);
  assert.deepEqual(await predict('Life'), [11]);
  const listed = await stack.sageMaker.send(new ListEndpointsCommand({ StatusEquals: 'InService' }));
  assert.deepEqual(
    listed.Endpoints?.map(({ EndpointName }) => EndpointName),
    ['Life'],
  );
  const again = new CreateEndpointCommand({ EndpointName: 'life', EndpointConfigName: 'Life' });
  await assert.rejects(stack.sageMaker.send(again), {
    message: `Cannot create already existing endpoint "${arn('life')}".`,
  });
  await remove('Life');
  await assert.rejects(predict('Life'), {
    name: 'ValidationError',
    message: `Endpoint Life of account ${account} not found.`,
  });
  assert.deepEqual(await readdir(join(stack.state, 'models')), [], 'nothing is left of its artifacts');
});

test('what an endpoint runs outlives its model, its configuration and its artifact', async () => {
  await deploy(stack, 'orphan', tar);
  await stack.sageMaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'orphan' }));
  await stack.sageMaker.send(new DeleteModelCommand({ ModelName: 'orphan' }));
  assert.deepEqual(await predict('orphan'), [11]);
  await remove('orphan');
});

test('nothing is asked of an endpoint on its way', async () => {
  await createModel(stack, 'way', tar);
  await createConfig(stack, 'way', 'way');
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'way', EndpointConfigName: 'way' }));
  const busy = {
    name: 'ValidationException',
    message: `Cannot update in-progress endpoint "${arn('way')}".`,
  };
  await assert.rejects(remove('way'), busy);
  const update = new UpdateEndpointCommand({ EndpointName: 'way', EndpointConfigName: 'way' });
  await assert.rejects(stack.sageMaker.send(update), busy);
  await assert.rejects(predict('way'), { message: `Endpoint way of account ${account} not found.` });
  await settled(stack, 'way');
  await remove('way');
});

const url = (name: string) => `s3://${bucket}/${name}/model.tar.gz`;
const extraction = (name: string) =>
  `Failed to extract model data archive for container "container_1" from URL "${url(name)}". Please ensure that the object located at the URL is a valid tar.gz archive.`;
const ping =
  'The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs for this endpoint.';
const broken: Record<string, [tar: Buffer, reason: RegExp | string]> = {
  'not-a-tar': [Buffer.from('hello'), extraction('not-a-tar')],
  'dot-dot': [tarGz([{ name: '../evil', data: Buffer.from('x') }]), extraction('dot-dot')],
  link: [tarGz([{ name: 'model.onnx', type: '2', link: '/etc/passwd' }]), extraction('link')],
  'no-model': [
    tarGz([{ name: 'readme.txt', data: Buffer.from('x') }]),
    /ping health check.*there is no \.onnx file/,
  ],
  'corrupt-onnx': [
    artifact(Buffer.from('nonsense')),
    `${ping} (it ended before it was healthy: cannot load the model model.onnx: Load model from model.onnx failed:Protobuf parsing failed.)`,
  ],
};
for (const [name, [archive, reason]] of Object.entries(broken)) {
  test(`an endpoint fails with its reason: ${name}`, async () => {
    const { EndpointStatus, FailureReason = '' } = await deploy(stack, name, archive);
    assert.equal(EndpointStatus, 'Failed');
    if (typeof reason === 'string') assert.equal(FailureReason, reason);
    else assert.match(FailureReason, reason);
    assert.deepEqual(await readdir(join(stack.state, 'models')), []);
    const update = new UpdateEndpointCommand({ EndpointName: name, EndpointConfigName: name });
    await assert.rejects(stack.sageMaker.send(update), {
      message: `Cannot update failed endpoint "${arn(name)}".`,
    });
    await remove(name);
  });
}

test('an artifact that has gone since, and an image that nobody knows, fail the endpoint', async () => {
  await createModel(stack, 'vanished', tar);
  await createConfig(stack, 'vanished', 'vanished');
  await stack.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'vanished/model.tar.gz' }));
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'vanished', EndpointConfigName: 'vanished' }),
  );
  const vanished = await settled(stack, 'vanished');
  assert.match(
    vanished.FailureReason ?? '',
    /^Failed to download model data for container "container_1" from URL: "s3:\/\/models\/vanished/,
  );
  await createModel(stack, 'unknown', tar, { Image: 'nobody/knows:1' });
  await createConfig(stack, 'unknown', 'unknown');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'unknown', EndpointConfigName: 'unknown' }),
  );
  const unknown = await settled(stack, 'unknown');
  assert.match(
    unknown.FailureReason ?? '',
    /^Please make sure all images included in the model for the production variant AllTraffic exist/,
  );
});

test('an uncompressed model under a prefix', async () => {
  await put(stack, 'loose/v1/model.onnx', linearModel([10, 100], 0));
  await put(stack, 'loose/v1/code/readme.txt', Buffer.from('x'));
  const S3DataSource = {
    S3Uri: `s3://${bucket}/loose/v1/`,
    S3DataType: 'S3Prefix',
    CompressionType: 'None',
  } as const;
  await stack.sageMaker.send(
    new CreateModelCommand({
      ModelName: 'loose',
      ExecutionRoleArn: roleArn,
      Containers: [{ Image: image, ModelDataSource: { S3DataSource } }],
    }),
  );
  await createConfig(stack, 'loose', 'loose');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'loose', EndpointConfigName: 'loose' }),
  );
  assert.equal((await settled(stack, 'loose')).EndpointStatus, 'InService');
  assert.deepEqual(await predict('loose'), [430]);
  await remove('loose');
});

test('an update swaps the model and loses no request; a failed one leaves the old one serving', async (t) => {
  const first = await deploy(stack, 'swap', tar);
  assert.equal(first.EndpointStatus, 'InService', first.FailureReason ?? 'no reason');
  await createModel(stack, 'swap-2', artifact(linearModel([10, 100], 0)));
  await createConfig(stack, 'swap-2', 'swap-2');
  await createModel(stack, 'swap-bad', artifact(Buffer.from('nonsense')));
  await createConfig(stack, 'swap-bad', 'swap-bad');
  const update = (EndpointConfigName: string) =>
    stack.sageMaker.send(new UpdateEndpointCommand({ EndpointName: 'swap', EndpointConfigName }));
  let stop = false;
  t.after(() => {
    stop = true;
  });
  const answers = new Set<string>();
  const load = Array.from({ length: 4 }, async () => {
    while (!stop) answers.add(JSON.stringify(await predict('swap').catch((error: Error) => error.message)));
  });
  await update('swap-bad');
  const pending = await stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'swap' }));
  assert.deepEqual(
    [pending.EndpointStatus, pending.PendingDeploymentSummary?.EndpointConfigName],
    ['Updating', 'swap-bad'],
  );
  const rolledBack = await settled(stack, 'swap');
  assert.deepEqual([rolledBack.EndpointStatus, rolledBack.EndpointConfigName], ['InService', 'swap']);
  assert.match(rolledBack.FailureReason ?? '', /ping health check/);
  assert.deepEqual([...answers], ['[11]']);
  await update('swap-2');
  const updated = await settled(stack, 'swap');
  assert.deepEqual(
    [updated.EndpointStatus, updated.EndpointConfigName, updated.FailureReason],
    ['InService', 'swap-2', undefined],
  );
  assert.deepEqual(await predict('swap'), [430]);
  stop = true;
  await Promise.all(load);
  assert.deepEqual([...answers].sort(), ['[11]', '[430]']);
  await remove('swap');
});

test('variants share the traffic; one may be asked by name', async () => {
  await createModel(stack, 'one', tar);
  await createModel(stack, 'ten', artifact(linearModel([10, 100], 0)));
  const variant = (VariantName: string, InitialVariantWeight: number) =>
    ({
      VariantName,
      ModelName: VariantName,
      InitialVariantWeight,
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    }) as const;
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'two',
      ProductionVariants: [variant('one', 1), variant('ten', 0)],
    }),
  );
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'two', EndpointConfigName: 'two' }));
  await settled(stack, 'two');
  for (let i = 0; i < 10; i++) assert.deepEqual(await predict('two'), [11]);
  assert.deepEqual(await predict('two', stack, { TargetVariant: 'ten' }), [430]);
  await assert.rejects(predict('two', stack, { TargetVariant: 'absent' }), {
    name: 'ValidationError',
    message: /absent/,
  });
  await remove('two');
});

const pythonServer = `
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
assert sys.argv[1] == 'serve'
class Handler(BaseHTTPRequestHandler):
  def do_GET(self):
    self.send_response(200 if self.path == '/ping' else 404); self.end_headers()
  def do_POST(self):
    body = self.rfile.read(int(self.headers['Content-Length'])).decode()
    answer = json.dumps({'predictions': [body, self.headers['Content-Type'], self.headers['Accept'], sorted(os.listdir(os.environ['SM_MODEL_DIR'])), os.environ['GREETING'], os.environ['AWS_REGION'], 'AWS_SESSION_TOKEN' in os.environ, sorted(k.lower() for k in self.headers)]}).encode()
    self.send_response(200)
    self.send_header('X-Amzn-SageMaker-Custom-Attributes', 'got ' + self.headers['X-Amzn-SageMaker-Custom-Attributes'])
    self.send_header('Content-Type', 'application/json'); self.end_headers(); self.wfile.write(answer)
print('python serves', flush=True)
HTTPServer(('127.0.0.1', int(os.environ['SAGEMAKER_BIND_TO_PORT'])), Handler).serve_forever()
`;

test('any program by the container contract', { skip: without.python }, async () => {
  stack.images.add({ name: 'python-echo', command: ['python3', '-c', pythonServer] });
  await createModel(stack, 'echo', tar, { Image: 'python-echo:7', Environment: { GREETING: 'hello' } });
  await createConfig(stack, 'echo', 'echo');
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'echo', EndpointConfigName: 'echo' }));
  const described = await settled(stack, 'echo');
  assert.deepEqual([described.EndpointStatus, described.FailureReason], ['InService', undefined]);
  const { Body, ContentType, CustomAttributes, InvokedProductionVariant } = await stack.runtime.send(
    new InvokeEndpointCommand({
      EndpointName: 'echo',
      ContentType: 'text/x',
      Accept: 'text/y',
      CustomAttributes: 'trace=1',
      Body: 'hi',
    }),
  );
  const [body, contentType, accept, files, greeting, region, hasCredentials, fields] = JSON.parse(
    Buffer.from(Body).toString(),
  ).predictions;
  assert.deepEqual([body, contentType, accept], ['hi', 'text/x', 'text/y']);
  assert.deepEqual([files, greeting, region, hasCredentials], [['model.onnx'], 'hello', 'us-east-1', true]);
  assert.deepEqual(
    [ContentType, CustomAttributes, InvokedProductionVariant],
    ['application/json', 'got trace=1', 'AllTraffic'],
  );
  const expected = ['accept', 'content-length', 'content-type', 'host', 'x-amzn-sagemaker-custom-attributes'];
  assert.deepEqual(fields, expected, 'the header fields of the caller are taken away');
  await remove('echo');
});

test('what a container prints is in its log stream', async () => {
  await deploy(stack, 'talks', tar);
  await pause(100);
  const [instance] = stack.engine.standing(`${account}/us-east-1/talks`)?.[0]?.instances ?? [];
  const where = {
    account,
    region: 'us-east-1',
    group: '/aws/sagemaker/Endpoints/talks',
    stream: `AllTraffic/${instance?.id}`,
  };
  const lines = await logLines(where);
  assert.match(lines.join('\n'), /loaded model.onnx: x float32\[\?, 2\] -> y float32\[\?, 1\]\nserving/);
  await remove('talks');
});

async function logLines(where: {
  account: string;
  region: string;
  group: string;
  stream: string;
}): Promise<string[]> {
  const { logs } = stack.telemetry;
  await logs.flush();
  const { account, region, group, stream } = where;
  const query = { fromMs: 0, toMs: Date.now() + 1000, order: 'ascending', limit: 100 } as const;
  const found = await logs.read({ group: { account, region, group }, streams: [stream], ...query });
  return found.map(({ message }) => message);
}

test('after the server was killed its endpoints serve again, and what was under way goes on', async () => {
  await using state = await stateDirectory();
  {
    await using first = await openStack(state.path);
    await prepare(first);
    await deploy(first, 'kept', tar);
    await createModel(first, 'begun', tar);
    await createConfig(first, 'begun', 'begun');
    await first.sageMaker.send(
      new CreateEndpointCommand({ EndpointName: 'begun', EndpointConfigName: 'begun' }),
    );
    // Closed with `begun` still Creating: its record says what is to be done.
  }
  await using second = await openStack(state.path);
  const [kept, begun] = await Promise.all([predict('kept', second), settled(second, 'begun')]);
  assert.deepEqual(kept, [11]);
  assert.deepEqual([begun.EndpointStatus, begun.FailureReason], ['InService', undefined]);
  assert.deepEqual(await predict('begun', second), [11]);
  assert.equal((await settled(second, 'kept')).EndpointStatus, 'InService');
});

test('closing does not wait for a container that does not come up', async () => {
  await using state = await stateDirectory();
  const sick = `require('node:http').createServer((request, response) => response.writeHead(503).end()).listen(process.env.PORT)`;
  let closingAt: number;
  {
    await using first = await openStack(state.path);
    await prepare(first);
    first.images.add({ name: 'sick', command: [process.execPath, '--eval', sick] });
    await createModel(first, 'sick', tar, { Image: 'sick' });
    await createConfig(first, 'sick', 'sick');
    await first.sageMaker.send(
      new CreateEndpointCommand({ EndpointName: 'sick', EndpointConfigName: 'sick' }),
    );
    await pause(300);
    closingAt = performance.now();
  }
  assert.ok(performance.now() - closingAt < 5_000);
  await using second = await openStack(state.path);
  const { EndpointStatus } = await second.sageMaker.send(
    new DescribeEndpointCommand({ EndpointName: 'sick' }),
  );
  assert.equal(EndpointStatus, 'Creating');
});
