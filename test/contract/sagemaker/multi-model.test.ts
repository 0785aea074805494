import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import {
  type ContainerDefinition,
  CreateEndpointCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { measured } from '../sagemaker-runtime/measured.ts';
import { boto3 } from './clients.ts';
import { artifact, bucket, createConfig, image, prepare, put, roleArn, settled } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  for (const slope of [1, 2, 3, 4]) {
    await put(stack, `many/m${slope}.tar.gz`, artifact(linearModel([slope], 0)));
  }
  await put(stack, 'many/deep/er.tar.gz', artifact(linearModel([7], 0)));
  await put(stack, 'many/broken.tar.gz', Buffer.from('no archive'));
  await put(stack, 'many/nonsense.tar.gz', artifact(Buffer.from('no model')));
});
after(() => resources.disposeAsync());

const many: ContainerDefinition = { Image: image, Mode: 'MultiModel', ModelDataUrl: `s3://${bucket}/many/` };

async function serve(name: string, more: ContainerDefinition = {}): Promise<void> {
  const ExecutionRoleArn = roleArn;
  const PrimaryContainer = { ...many, ...more };
  await stack.sageMaker.send(new CreateModelCommand({ ModelName: name, ExecutionRoleArn, PrimaryContainer }));
  await createConfig(stack, name, name);
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const { EndpointStatus, FailureReason } = await settled(stack, name);
  assert.deepEqual([EndpointStatus, FailureReason], ['InService', undefined]);
}

async function predict(EndpointName: string, TargetModel?: string): Promise<unknown> {
  const { Body } = await stack.runtime.send(
    new InvokeEndpointCommand({
      EndpointName,
      ContentType: 'application/json',
      Body: '[[10]]',
      ...(TargetModel !== undefined && { TargetModel }),
    }),
  );
  return JSON.parse(Buffer.from(Body).toString()).predictions[0];
}

test('models are fetched and loaded by their first request', async () => {
  await serve('many');
  assert.equal(await predict('many', 'm2.tar.gz'), 20);
  assert.equal(await predict('many', 'm2.tar.gz'), 20);
  assert.equal(await predict('many', '/deep/er.tar.gz'), 70);
  const described = await stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'many' }));
  assert.deepEqual(described.PrimaryContainer, many);
  const hits = measured(stack, 'ModelCacheHit', 'many', 'AllTraffic');
  assert.deepEqual([hits.sum, hits.count], [1, 3]);
  for (const name of ['ModelLoadingWaitTime', 'ModelDownloadingTime', 'ModelLoadingTime']) {
    const { count, max } = measured(stack, name, 'many', 'AllTraffic');
    assert.equal(count, 2, name);
    assert.ok(max > 0, name);
  }
});

test('requests for one model that come together load it once', async () => {
  const before = measured(stack, 'ModelLoadingTime', 'many', 'AllTraffic').count;
  const answers = await Promise.all(Array.from({ length: 20 }, () => predict('many', 'm3.tar.gz')));
  assert.deepEqual(new Set(answers), new Set([30]));
  assert.equal(measured(stack, 'ModelLoadingTime', 'many', 'AllTraffic').count, before + 1);
});

test('what is not there, or is no model, fails that request only', async () => {
  await assert.rejects(predict('many', 'none.tar.gz'), {
    name: 'ValidationError',
    message:
      `Failed to download model data(bucket: ${bucket}, key: many/none.tar.gz). Please ensure that there is an object located ` +
      'at the URL and that the role passed to CreateModel has permissions to download the model.',
  });
  await assert.rejects(predict('many', 'broken.tar.gz'), {
    name: 'ValidationError',
    message: /valid tar.gz/,
  });
  await assert.rejects(predict('many', '../secret.tar.gz'), { name: 'ValidationError' });
  await assert.rejects(predict('many', 'nonsense.tar.gz'), {
    name: 'ModelError',
    OriginalStatusCode: 400,
    OriginalMessage: /cannot load the model model.onnx/,
  });
  await assert.rejects(predict('many'), {
    name: 'ValidationError',
    message: /^Request [\w-]+ is missing a target model header/,
  });
  assert.equal(await predict('many', 'm3.tar.gz'), 30);
});

test('a model makes room for another one, the least recently used first', async () => {
  await serve('roomy', { Environment: { ONNX_MAX_MODELS: '2' } });
  for (const [slope, hit] of [[1], [2], [1, 'hit'], [3], [1, 'hit'], [2], [4]] as const) {
    const before = measured(stack, 'ModelCacheHit', 'roomy', 'AllTraffic').sum;
    assert.equal(await predict('roomy', `m${slope}.tar.gz`), slope * 10);
    const hits = measured(stack, 'ModelCacheHit', 'roomy', 'AllTraffic').sum - before;
    assert.equal(hits, hit ? 1 : 0, `model ${slope}`);
  }
  assert.equal(measured(stack, 'ModelUnloadingTime', 'roomy', 'AllTraffic').count, 3);
  assert.equal(measured(stack, 'ModelDownloadingTime', 'roomy', 'AllTraffic').count, 4, 'kept on disk');
});

test('more models than room, all at once', async () => {
  const slopes = Array.from({ length: 40 }, (_, i) => (i % 4) + 1);
  const answers = await Promise.all(slopes.map((slope) => predict('roomy', `m${slope}.tar.gz`)));
  assert.deepEqual(
    answers,
    slopes.map((slope) => slope * 10),
  );
});

test('without a cache a model goes when it has answered', async () => {
  await serve('forgetful', { MultiModelConfig: { ModelCacheSetting: 'Disabled' } });
  for (let i = 0; i < 3; i++) assert.equal(await predict('forgetful', 'm1.tar.gz'), 10);
  assert.equal(measured(stack, 'ModelCacheHit', 'forgetful', 'AllTraffic').sum, 0);
  assert.equal(measured(stack, 'ModelLoadingTime', 'forgetful', 'AllTraffic').count, 3);
});

test('an endpoint of one model takes no target model', async () => {
  await put(stack, 'one.tar.gz', artifact(linearModel([1], 0)));
  await serve('one', { Mode: 'SingleModel', ModelDataUrl: `s3://${bucket}/one.tar.gz` });
  assert.equal(await predict('one'), 10);
  await assert.rejects(predict('one', 'm1.tar.gz'), {
    name: 'ValidationError',
    message: 'Endpoint one is not a multi-model endpoint and does not support target model header.',
  });
});

test('a container that does not speak the contract does not come into service', async () => {
  const single = `import('node:http').then(({ createServer }) => createServer((request, response) =>
    response.writeHead(request.url === '/ping' ? 200 : 404).end()).listen(process.env.PORT, '127.0.0.1'))`;
  stack.images.add({ name: 'single', command: [process.execPath, '--eval', single] });
  await stack.sageMaker.send(
    new CreateModelCommand({
      ModelName: 'single',
      ExecutionRoleArn: roleArn,
      PrimaryContainer: { ...many, Image: 'single' },
    }),
  );
  await createConfig(stack, 'single', 'single');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'single', EndpointConfigName: 'single' }),
  );
  const { EndpointStatus, FailureReason } = await settled(stack, 'single');
  assert.equal(EndpointStatus, 'Failed');
  assert.match(FailureReason ?? '', /did not pass the ping health check.*GET \/models was answered 404/);
});

test('a policy may allow some of the models', async () => {
  const UserName = 'picky';
  await stack.iam.send(new CreateUserCommand({ UserName }));
  const statement = {
    Effect: 'Allow',
    Action: 'sagemaker:InvokeEndpoint',
    Resource: '*',
    Condition: { StringLike: { 'sagemaker:TargetModel': 'm1*' } },
  };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await stack.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'models', PolicyDocument }));
  const { AccessKey } = await stack.iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  const client = resources.adopt(
    new SageMakerRuntimeClient(stack.clientConfig({ accessKeyId, secretAccessKey })),
    (one) => one.destroy(),
  );
  const ask = (TargetModel: string) =>
    client.send(
      new InvokeEndpointCommand({
        EndpointName: 'many',
        TargetModel,
        ContentType: 'application/json',
        Body: '[[1]]',
      }),
    );
  await ask('m1.tar.gz');
  await assert.rejects(ask('m2.tar.gz'), { name: 'AccessDeniedException' });
});

test('boto3 targets a model', { skip: without.boto3 }, async () => {
  const script = `
answer = boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='many', TargetModel='m4.tar.gz', ContentType='text/csv', Accept='application/json', Body='10')
print(json.dumps(json.loads(answer['Body'].read())))`;
  assert.deepEqual(await boto3(stack, script), { predictions: [40] });
});

for (const [what, container, message] of [
  ['without data', { ModelDataUrl: undefined }, /ModelDataUrl must be provided/],
  ['an empty prefix', { ModelDataUrl: `s3://${bucket}/none/` }, /Could not find model data/],
  [
    'a setting of many models for one',
    { Mode: 'SingleModel', MultiModelConfig: { ModelCacheSetting: 'Enabled' } },
    /MultiModelConfig/,
  ],
] as [string, ContainerDefinition, RegExp][]) {
  test(`CreateModel refuses ${what}`, async () => {
    const input = {
      ModelName: 'refused',
      ExecutionRoleArn: roleArn,
      PrimaryContainer: { ...many, ...container },
    };
    await assert.rejects(stack.sageMaker.send(new CreateModelCommand(input)), {
      name: 'ValidationException',
      message,
    });
  });
}

test('nothing of a deleted endpoint is left on disk', async () => {
  for (const EndpointName of ['many', 'roomy', 'forgetful', 'one', 'single']) {
    await stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName }));
    await assert.rejects(settled(stack, EndpointName), {
      message: `Could not find endpoint "arn:aws:sagemaker:us-east-1:${account}:endpoint/${EndpointName}".`,
    });
  }
  assert.deepEqual(await readdir(join(stack.state, 'models')), []);
});
