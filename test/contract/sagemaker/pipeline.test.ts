import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type ContainerDefinition,
  CreateEndpointCommand,
  CreateModelCommand,
  type CreateModelCommandInput,
  DescribeEndpointCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { measured } from '../sagemaker-runtime/measured.ts';
import { boto3 } from './clients.ts';
import { artifact, bucket, createConfig, image, prepare, put, roleArn, settled } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

/** Wraps what it is given: `name(body)`; fails, hangs or dies when the body asks for it by name. */
const wrap = `
import { createServer } from 'node:http';
const { NAME: name, PORT: port } = process.env;
console.log(name + ' is up');
if (process.env.ENDS) process.exit(4);
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  const body = Buffer.concat(await request.toArray()).toString();
  if (body.includes('fail-' + name)) return response.writeHead(418).end('no ' + name);
  if (body.includes('die-' + name)) process.exit(3);
  response.setHeader('Content-Type', 'text/' + name);
  response.end(name + '(' + body + ':' + request.headers['content-type'] + ')');
}).listen(port, '127.0.0.1');`;

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  stack.images.add({ name: 'wrap', command: [process.execPath, '--input-type=module', '--eval', wrap] });
  await put(stack, 'linear.tar.gz', artifact(linearModel([2], 0)));
  await put(stack, 'more/m3.tar.gz', artifact(linearModel([3], 0)));
});
after(() => resources.disposeAsync());

const wrapper = (NAME: string, more: ContainerDefinition = {}): ContainerDefinition => ({
  Image: 'wrap',
  Environment: { NAME },
  ...more,
});

async function serve(name: string, model: Partial<CreateModelCommandInput>): Promise<void> {
  await stack.sageMaker.send(
    new CreateModelCommand({ ModelName: name, ExecutionRoleArn: roleArn, ...model }),
  );
  await createConfig(stack, name, name);
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const { EndpointStatus, FailureReason } = await settled(stack, name);
  assert.deepEqual([EndpointStatus, FailureReason], ['InService', undefined]);
}

test('a container that ends before it is healthy is named', async () => {
  const Containers = [wrapper('a'), wrapper('b', { Environment: { NAME: 'b', ENDS: 'yes' } }), wrapper('c')];
  await assert.rejects(serve('ending', { Containers }), ({ actual }: assert.AssertionError) => {
    const [status, reason] = actual as [string, string];
    assert.equal(status, 'Failed');
    assert.match(
      reason,
      /^The container-2 for production variant AllTraffic did not pass the ping .*b is up\)$/,
    );
    return true;
  });
});

async function ask(EndpointName: string, Body: string, more: object = {}) {
  const answer = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName, Body: Buffer.from(Body), ContentType: 'text/csv', ...more }),
  );
  return [answer.ContentType, Buffer.from(answer.Body).toString()];
}

test('the answer of one container is the request of the next', async () => {
  const Containers = [wrapper('a'), wrapper('b'), wrapper('c')];
  await serve('line', { Containers });
  assert.deepEqual(await ask('line', 'x'), ['text/c', 'c(b(a(x:text/csv):text/a):text/b)']);
  const described = await stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'line' }));
  assert.deepEqual(
    described.Containers?.map(({ Environment }) => Environment?.['NAME']),
    ['a', 'b', 'c'],
  );
  const endpoint = await stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'line' }));
  assert.equal(endpoint.ProductionVariants?.[0]?.DeployedImages?.length, 3);
});

test('an error names the container it comes from, and those after it are not asked', async () => {
  await assert.rejects(ask('line', 'fail-b'), {
    name: 'ModelError',
    OriginalStatusCode: 418,
    OriginalMessage: 'no b',
    message: /^Received client error \(418\) from container-2 with message "no b"/,
  });
  const latency = (container: string) =>
    stack.telemetry.metrics
      .read({
        metric: {
          account,
          region: 'us-east-1',
          namespace: 'AWS/SageMaker',
          name: 'ContainerLatency',
          dimensions: { EndpointName: 'line', VariantName: 'AllTraffic', ContainerName: container },
        },
        fromMs: Date.now() - 3_600_000,
        toMs: Date.now() + 60_000,
        periodSeconds: 60,
      })[0]
      ?.points.reduce((sum, { window }) => sum + window.sampleCount, 0);
  assert.deepEqual(['container-1', 'container-2', 'container-3'].map(latency), [2, 2, 1]);
  assert.equal(measured(stack, 'Invocation4XXErrors', 'line', 'AllTraffic').sum, 1);
});

test('each container has a log stream of its own', async () => {
  const { logs } = stack.telemetry;
  await logs.flush();
  const group = { account, region: 'us-east-1', group: '/aws/sagemaker/Endpoints/line' };
  const query = { fromMs: 0, toMs: Date.now() + 1000, order: 'ascending', limit: 100 } as const;
  const events = await logs.read({ group, ...query });
  const streams = new Map(events.map(({ stream, message }) => [message, stream]));
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    assert.match(
      streams.get(`${name} is up`) ?? '',
      new RegExp(`^AllTraffic/i-\\w+/container-${index + 1}$`),
    );
  }
});

test('when one container dies, the instance is started anew as a whole', async () => {
  await assert.rejects(ask('line', 'die-b'), {
    name: 'ModelError',
    message: /server error \(0\) from container-2/,
  });
  assert.deepEqual(await ask('line', 'y'), ['text/c', 'c(b(a(y:text/csv):text/a):text/b)']);
});

test('containers of an endpoint with direct invocation are asked by name', async () => {
  const Containers = [
    wrapper('a', { ContainerHostname: 'first' }),
    { Image: image, ModelDataUrl: `s3://${bucket}/linear.tar.gz`, ContainerHostname: 'second' },
  ];
  await serve('direct', { Containers, InferenceExecutionConfig: { Mode: 'Direct' } });
  const described = await stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'direct' }));
  assert.deepEqual(described.InferenceExecutionConfig, { Mode: 'Direct' });
  const first = { TargetContainerHostname: 'first' };
  assert.deepEqual(await ask('direct', 'x', first), ['text/a', 'a(x:text/csv)']);
  const second = { TargetContainerHostname: 'second', Accept: 'application/json' };
  assert.deepEqual(await ask('direct', '5', second), ['application/json', '{"predictions":[10]}']);
  const invalid = { name: 'ValidationError' };
  await assert.rejects(ask('direct', 'x'), invalid);
  await assert.rejects(ask('direct', 'x', { TargetContainerHostname: 'third' }), invalid);
  await assert.rejects(ask('line', 'x', { TargetContainerHostname: 'container-1' }), invalid);
});

test('one container of a pipeline may serve many models', async () => {
  const many = { Image: image, Mode: 'MultiModel', ModelDataUrl: `s3://${bucket}/more/` } as const;
  await serve('both', { Containers: [many, wrapper('z')] });
  const { TargetModel } = { TargetModel: 'm3.tar.gz' };
  const [, text] = await ask('both', '4', { TargetModel, Accept: 'application/json' });
  assert.equal(text, 'z({"predictions":[12]}:application/json)');
  await assert.rejects(ask('both', '4'), { message: /missing a target model header/ });
  await assert.rejects(ask('line', '4', { TargetModel }), { message: /not a multi-model endpoint/ });
});

test('boto3 makes and asks a pipeline', { skip: without.boto3 }, async () => {
  const script = `
client = boto3.client('sagemaker')
answer = boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='direct', TargetContainerHostname='first', ContentType='text/csv', Body='q')
print(json.dumps([answer['Body'].read().decode(), client.describe_model(ModelName='direct')['InferenceExecutionConfig']['Mode']]))`;
  assert.deepEqual(await boto3(stack, script), ['a(q:text/csv)', 'Direct']);
});

const refused: Record<string, [Partial<CreateModelCommandInput>, RegExp]> = {
  'sixteen containers': [
    { Containers: Array.from({ length: 16 }, (_, i) => wrapper(`${i}`)) },
    /less than or equal to 15/,
  ],
  'names for some': [
    { Containers: [wrapper('a', { ContainerHostname: 'a' }), wrapper('b')] },
    /every container/,
  ],
  'one name twice': [
    { Containers: [wrapper('a', { ContainerHostname: 'a' }), wrapper('b', { ContainerHostname: 'a' })] },
    /unique/,
  ],
  'direct invocation without names': [
    { Containers: [wrapper('a'), wrapper('b')], InferenceExecutionConfig: { Mode: 'Direct' } },
    /every container/,
  ],
};
for (const [what, [model, message]] of Object.entries(refused)) {
  test(`CreateModel refuses ${what}`, async () => {
    await assert.rejects(
      stack.sageMaker.send(
        new CreateModelCommand({ ModelName: 'refused', ExecutionRoleArn: roleArn, ...model }),
      ),
      { name: 'ValidationException', message },
    );
  });
}
