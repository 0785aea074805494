import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateUserCommand, CreateAccessKeyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DeleteTagsCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
  ListTagsCommand,
  paginateListModels,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { without } from '../../other-clients.ts';
import { linearModel } from '../../models/onnx.ts';
import { boto3, cli } from './clients.ts';
import { artifact, bucket, createConfig, createModel, image, prepare, put, roleArn } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
});
after(() => resources.disposeAsync());

const tar = artifact(linearModel([1, 2], 0));
const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:${account}:${kind}/${name}`;
const refused =
  (message: string | RegExp, code = 'ValidationException', status = 400) =>
  (error: unknown) => {
    const { name, message: text, $metadata } = error as SageMakerError;
    assert.equal(name, code);
    if (typeof message === 'string') assert.equal(text, message);
    else assert.match(text, message);
    assert.equal($metadata.httpStatusCode, status);
    return true;
  };
interface SageMakerError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
}

test('a model is created, described, listed and deleted', async () => {
  const url = await put(stack, 'first.tar.gz', tar);
  const created = await stack.sageMaker.send(
    new CreateModelCommand({
      ModelName: 'First',
      ExecutionRoleArn: roleArn,
      PrimaryContainer: { Image: image, ModelDataUrl: url, Environment: { A: '1' } },
      Tags: [{ Key: 'team', Value: 'blue' }],
    }),
  );
  assert.equal(created.ModelArn, arn('model', 'first'));
  const {
    CreationTime,
    $metadata: _metadata,
    ...described
  } = await stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'First' }));
  assert.ok(CreationTime && Math.abs(CreationTime.getTime() - Date.now()) < 10_000);
  assert.deepEqual(described, {
    ModelName: 'First',
    ModelArn: arn('model', 'first'),
    PrimaryContainer: { Image: image, ModelDataUrl: url, Environment: { A: '1' }, Mode: 'SingleModel' },
    ExecutionRoleArn: roleArn,
    EnableNetworkIsolation: false,
  });
  const listed = await stack.sageMaker.send(new ListModelsCommand({ NameContains: 'first' }));
  assert.deepEqual(
    listed.Models?.map(({ ModelName }) => ModelName),
    ['First'],
  );
  const tags = await stack.sageMaker.send(new ListTagsCommand({ ResourceArn: created.ModelArn }));
  assert.deepEqual(tags.Tags, [{ Key: 'team', Value: 'blue' }]);
  await stack.sageMaker.send(new DeleteModelCommand({ ModelName: 'First' }));
  const gone = `Could not find model "${arn('model', 'first')}".`;
  await assert.rejects(stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'First' })), refused(gone));
  await assert.rejects(stack.sageMaker.send(new DeleteModelCommand({ ModelName: 'First' })), refused(gone));
});

test('a model is refused for what is wrong with it', async () => {
  const url = await put(stack, 'there.tar.gz', tar);
  const create = (more: object, container: object = {}) =>
    stack.sageMaker.send(
      new CreateModelCommand({
        ModelName: 'refused',
        ExecutionRoleArn: roleArn,
        PrimaryContainer: { Image: image, ModelDataUrl: url, ...container },
        ...more,
      }),
    );
  const missing = `s3://${bucket}/missing.tar.gz`;
  await assert.rejects(
    create({}, { ModelDataUrl: missing }),
    refused(`Could not find model data at ${missing}.`),
  );
  await assert.rejects(
    create({}, { ModelDataUrl: 's3://nobody/x' }),
    refused('Could not find model data at s3://nobody/x.'),
  );
  const stranger = `arn:aws:iam::${account}:role/nobody`;
  await assert.rejects(
    create({ ExecutionRoleArn: stranger }),
    refused(/^Could not access model data at .*role\/nobody" exists/),
  );
  await assert.rejects(
    create({ ModelName: '-' }),
    refused(/^1 validation error detected: Value '-' at 'modelName' failed/),
  );
  await assert.rejects(
    create({ PrimaryContainer: undefined }),
    refused(/Either PrimaryContainer or Containers/),
  );
  await assert.rejects(
    create({ Containers: [{ Image: image }] }),
    refused(/Both PrimaryContainer and Containers/),
  );
  const vpc = { VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] } };
  await assert.rejects(create(vpc), refused('VpcConfig is not implemented.', 'NotImplemented', 501));
  await assert.rejects(
    stack.sageMaker.send(new DescribeModelCommand({ ModelName: 'refused' })),
    refused(/Could not find/),
  );
});

test('names that differ in case only are one resource', async () => {
  await createModel(stack, 'Twice', tar);
  await assert.rejects(
    createModel(stack, 'tWICE', tar),
    refused(`Cannot create already existing model "${arn('model', 'twice')}".`),
  );
});

test('lists come in pages', async () => {
  for (let i = 0; i < 5; i++) await createModel(stack, `page-${i}`, tar);
  const names: string[] = [];
  const input = { NameContains: 'page-', MaxResults: 2, SortBy: 'Name', SortOrder: 'Ascending' } as const;
  for await (const page of paginateListModels({ client: stack.sageMaker }, input)) {
    assert.ok((page.Models?.length ?? 0) <= 2);
    names.push(...(page.Models ?? []).map(({ ModelName = '' }) => ModelName));
  }
  assert.deepEqual(names, ['page-0', 'page-1', 'page-2', 'page-3', 'page-4']);
});

test('a configuration is created, described, listed and deleted', async () => {
  await createModel(stack, 'configured', tar);
  await createConfig(stack, 'Config', 'configured', {
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  });
  const {
    CreationTime,
    $metadata: _metadata,
    ...described
  } = await stack.sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'Config' }));
  assert.ok(CreationTime);
  assert.deepEqual(described, {
    EndpointConfigName: 'Config',
    EndpointConfigArn: arn('endpoint-config', 'config'),
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: 'configured',
        InstanceType: 'ml.m5.large',
        InitialInstanceCount: 1,
        InitialVariantWeight: 1,
        RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
      },
    ],
    EnableNetworkIsolation: false,
  });
  const listed = await stack.sageMaker.send(new ListEndpointConfigsCommand({}));
  assert.ok(listed.EndpointConfigs?.some(({ EndpointConfigName }) => EndpointConfigName === 'Config'));
  await assert.rejects(
    createConfig(stack, 'Config', 'configured'),
    refused(`Cannot create already existing endpoint configuration "${arn('endpoint-config', 'config')}".`),
  );
  await stack.sageMaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'Config' }));
  await assert.rejects(
    stack.sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'Config' })),
    refused(`Could not find endpoint configuration "${arn('endpoint-config', 'config')}".`),
  );
});

test('a configuration is refused for what is wrong with it', async () => {
  await createModel(stack, 'model', tar);
  await assert.rejects(
    createConfig(stack, 'c', 'absent'),
    refused(`Could not find model "${arn('model', 'absent')}".`),
  );
  await assert.rejects(
    createConfig(stack, 'c', 'model', { InstanceType: 'ml.huge' as 'ml.m5.large' }),
    refused(/failed to satisfy constraint: Member must satisfy enum value set/),
  );
  await assert.rejects(
    createConfig(stack, 'c', 'model', { InstanceType: undefined }),
    refused(/InstanceType and InitialInstanceCount must be specified/),
  );
  await assert.rejects(
    createConfig(stack, 'c', 'model', { ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 1 } }),
    refused(/cannot be specified with ServerlessConfig/),
  );
  const variant = {
    VariantName: 'a',
    ModelName: 'model',
    InstanceType: 'ml.m5.large',
    InitialInstanceCount: 1,
  } as const;
  const create = (more: object) =>
    stack.sageMaker.send(
      new CreateEndpointConfigCommand({ EndpointConfigName: 'c', ProductionVariants: [variant], ...more }),
    );
  await assert.rejects(
    create({ ProductionVariants: [variant, { ...variant, VariantName: 'A' }] }),
    refused(/must be unique/),
  );
  await assert.rejects(
    create({ ExplainerConfig: { ClarifyExplainerConfig: { ShapConfig: { ShapBaselineConfig: {} } } } }),
    refused('ExplainerConfig is not implemented.', 'NotImplemented', 501),
  );
  await assert.rejects(create({ ShadowProductionVariants: [variant] }), refused(/must be unique/));
  const idle = { ...variant, InitialVariantWeight: 0 };
  await assert.rejects(
    create({ ProductionVariants: [idle, { ...idle, VariantName: 'b' }] }),
    refused('At least one production variant must have a weight greater than 0.'),
  );
  const shadow = { ...variant, VariantName: 'shadow' };
  await assert.rejects(
    create({
      ProductionVariants: [variant, { ...variant, VariantName: 'b' }],
      ShadowProductionVariants: [shadow],
    }),
    refused(/only one variant can be specified/),
  );
});

test('an endpoint needs a configuration, and no more instances than there may be', async () => {
  const create = (EndpointConfigName: string) =>
    stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName }));
  await assert.rejects(
    create('absent'),
    refused(`Could not find endpoint configuration "${arn('endpoint-config', 'absent')}".`),
  );
  await createModel(stack, 'many', tar);
  await createConfig(stack, 'many', 'many', { InitialInstanceCount: 21 });
  await assert.rejects(
    create('many'),
    refused(
      /'ml.m5.large for endpoint usage' is 20 Instances, .* request delta of 21 Instances/,
      'ResourceLimitExceeded',
    ),
  );
  await assert.rejects(
    stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'e' })),
    refused(`Could not find endpoint "${arn('endpoint', 'e')}".`),
  );
});

test('tags are added, listed in pages and deleted', async () => {
  await createModel(stack, 'tagged', tar);
  const ResourceArn = arn('model', 'tagged');
  const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${`${i}`.padStart(2, '0')}`, Value: `${i}` }));
  await stack.sageMaker.send(new AddTagsCommand({ ResourceArn, Tags }));
  await stack.sageMaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'k00', Value: 'changed' }] }));
  const more = new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'one', Value: 'too many' }] });
  await assert.rejects(stack.sageMaker.send(more), refused(/must not exceed 50/));
  await stack.sageMaker.send(
    new DeleteTagsCommand({ ResourceArn, TagKeys: Tags.slice(2).map(({ Key }) => Key) }),
  );
  const listed = await stack.sageMaker.send(new ListTagsCommand({ ResourceArn }));
  assert.deepEqual(listed.Tags, [
    { Key: 'k00', Value: 'changed' },
    { Key: 'k01', Value: '1' },
  ]);
  const nowhere = new ListTagsCommand({ ResourceArn: arn('endpoint', 'nowhere') });
  await assert.rejects(stack.sageMaker.send(nowhere), refused(/Could not find endpoint/));
});

test('a user may do what its policy says, and pass only the roles it names', async () => {
  await stack.iam.send(new CreateUserCommand({ UserName: 'builder' }));
  const { AccessKey } = await stack.iam.send(new CreateAccessKeyCommand({ UserName: 'builder' }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const allow = (...statements: object[]) =>
    stack.iam.send(
      new PutUserPolicyCommand({
        UserName: 'builder',
        PolicyName: 'p',
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }),
    );
  using client = { sageMaker: new SageMakerClient(stack.clientConfig(credentials)), [Symbol.dispose]() {} };
  const url = await put(stack, 'builder.tar.gz', tar);
  const create = () =>
    client.sageMaker.send(
      new CreateModelCommand({
        ModelName: 'built',
        ExecutionRoleArn: roleArn,
        PrimaryContainer: { Image: image, ModelDataUrl: url },
      }),
    );
  const denied = (action: string) =>
    refused(new RegExp(`is not authorized to perform: ${action} on resource`), 'AccessDeniedException');
  await assert.rejects(create(), denied('sagemaker:CreateModel'));
  const models = { Effect: 'Allow', Action: 'sagemaker:CreateModel', Resource: arn('model', 'built') };
  await allow(models);
  await assert.rejects(create(), denied('iam:PassRole'));
  const passing = { Effect: 'Allow', Action: 'iam:PassRole', Resource: roleArn };
  await allow(models, {
    ...passing,
    Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  });
  await assert.rejects(create(), denied('iam:PassRole'));
  await allow(models, {
    ...passing,
    Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  });
  assert.equal((await create()).ModelArn, arn('model', 'built'));
  client.sageMaker.destroy();
});

test('boto3: create, describe, list, errors', { skip: without.boto3 }, async () => {
  const url = await put(stack, 'boto3.tar.gz', tar);
  const result = await boto3(
    stack,
    `
sm = boto3.client('sagemaker')
sm.create_model(ModelName='boto3', ExecutionRoleArn='${roleArn}', PrimaryContainer={'Image': '${image}', 'ModelDataUrl': '${url}'}, Tags=[{'Key': 'a', 'Value': 'b'}])
described = sm.describe_model(ModelName='boto3')
names = [m['ModelName'] for page in sm.get_paginator('list_models').paginate(NameContains='boto3') for m in page['Models']]
try:
  sm.describe_model(ModelName='absent')
except sm.exceptions.ClientError as error:
  problem = error.response['Error']
print(json.dumps([described['ModelArn'], described['CreationTime'].year > 2000, names, problem]))`,
  );
  const problem = {
    Code: 'ValidationException',
    Message: `Could not find model "${arn('model', 'absent')}".`,
  };
  assert.deepEqual(result, [arn('model', 'boto3'), true, ['boto3'], problem]);
});

test('AWS CLI: create, list, tags, delete', { skip: without.cli }, async () => {
  await createModel(stack, 'cli', tar);
  const variants = 'VariantName=v,ModelName=cli,InstanceType=ml.c5.xlarge,InitialInstanceCount=1';
  const created = await cli(
    stack,
    'sagemaker',
    'create-endpoint-config',
    '--endpoint-config-name',
    'cli',
    '--production-variants',
    variants,
  );
  assert.deepEqual(created, { EndpointConfigArn: arn('endpoint-config', 'cli') });
  await cli(
    stack,
    'sagemaker',
    'add-tags',
    '--resource-arn',
    arn('endpoint-config', 'cli'),
    '--tags',
    'Key=a,Value=b',
  );
  assert.deepEqual(
    await cli(stack, 'sagemaker', 'list-tags', '--resource-arn', arn('endpoint-config', 'cli')),
    {
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  );
  await cli(stack, 'sagemaker', 'delete-endpoint-config', '--endpoint-config-name', 'cli');
  await assert.rejects(
    cli(stack, 'sagemaker', 'describe-endpoint-config', '--endpoint-config-name', 'cli'),
    /\(ValidationException\) when calling the DescribeEndpointConfig operation: Could not find endpoint configuration/,
  );
});
