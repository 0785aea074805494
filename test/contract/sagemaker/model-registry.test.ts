import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AddTagsCommand,
  BatchDescribeModelPackageCommand,
  CreateEndpointCommand,
  CreateModelCommand,
  CreateModelPackageCommand,
  type CreateModelPackageCommandInput,
  CreateModelPackageGroupCommand,
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  DeleteModelPackageGroupPolicyCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  GetModelPackageGroupPolicyCommand,
  ListModelPackageGroupsCommand,
  ListModelPackagesCommand,
  ListTagsCommand,
  PutModelPackageGroupPolicyCommand,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { startPostern } from '../../postern.ts';
import { boto3, cli } from './clients.ts';
import { artifact, createConfig, image, prepare, put, roleArn, settled } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
let client: SageMakerClient;
let url: string;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  client = stack.sageMaker;
  url = await put(stack, 'registry/model.tar.gz', artifact(linearModel([1, 2], 0)));
});
after(() => resources.disposeAsync());

const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:${account}:${kind}/${name}`;
const refused = (message: string | RegExp, name = 'ValidationException') => ({ name, message });

const specification = (more: object = {}) => ({
  Containers: [{ Image: image, ModelDataUrl: url, ...more }],
  SupportedContentTypes: ['text/csv'],
  SupportedResponseMIMETypes: ['text/csv'],
});
const group = (ModelPackageGroupName: string, more: object = {}) =>
  client.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName, ...more }));
async function version(ModelPackageGroupName: string, more: CreateModelPackageCommandInput = {}) {
  const input = { ModelPackageGroupName, InferenceSpecification: specification(), ...more };
  return (await client.send(new CreateModelPackageCommand(input))).ModelPackageArn as string;
}
const describe = (ModelPackageName: string, by = client) =>
  by.send(new DescribeModelPackageCommand({ ModelPackageName }));

test('a group is made, told and listed; its name is taken once', async () => {
  const made = await group('Rides', {
    ModelPackageGroupDescription: 'd',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  assert.equal(made.ModelPackageGroupArn, arn('model-package-group', 'rides'));
  for (const ModelPackageGroupName of ['Rides', arn('model-package-group', 'rides')]) {
    const found = await client.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName }));
    const { CreationTime, CreatedBy, $metadata: _metadata, ...rest } = found;
    assert.ok(CreationTime instanceof Date);
    assert.match(CreatedBy?.IamIdentity?.Arn ?? '', /:root$/);
    assert.deepEqual(rest, {
      ModelPackageGroupName: 'Rides',
      ModelPackageGroupArn: arn('model-package-group', 'rides'),
      ModelPackageGroupDescription: 'd',
      ModelPackageGroupStatus: 'Completed',
    });
  }
  await assert.rejects(
    group('rides'),
    refused(`Model Package Group already exists: ${arn('model-package-group', 'rides')}`),
  );
  await assert.rejects(
    client.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: 'no' })),
    refused(`ModelPackageGroup ${arn('model-package-group', 'no')} does not exist.`),
  );
  await group('rides-two');
  const page = await client.send(new ListModelPackageGroupsCommand({ NameContains: 'RIDES', MaxResults: 1 }));
  const next = await client.send(
    new ListModelPackageGroupsCommand({ NameContains: 'RIDES', NextToken: page.NextToken }),
  );
  assert.deepEqual(
    [page, next].map((one) => one.ModelPackageGroupSummaryList?.map((item) => item.ModelPackageGroupName)),
    [['Rides'], ['rides-two']],
  );
});

test('versions are counted; approval and what else is known of them changes', async () => {
  await group('Counted', { Tags: [{ Key: 'team', Value: 'a' }] });
  const first = await version('Counted', {
    ModelPackageDescription: 'first',
    MetadataProperties: { CommitId: 'abc' },
    CustomerMetadataProperties: { a: '1', b: '2' },
    ModelMetrics: {
      ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: 's3://b/q.json' } },
    },
  });
  assert.equal(first, arn('model-package', 'counted/1'));
  const made = await describe(first);
  assert.deepEqual(
    [made.ModelPackageName, made.ModelPackageGroupName, made.ModelPackageVersion, made.ModelPackageStatus],
    [undefined, 'Counted', 1, 'Completed'],
  );
  assert.equal(made.ModelApprovalStatus, 'PendingManualApproval');
  assert.equal(made.MetadataProperties?.CommitId, 'abc');
  assert.equal(made.ModelMetrics?.ModelQuality?.Statistics?.S3Uri, 's3://b/q.json');
  assert.deepEqual(made.InferenceSpecification?.Containers?.[0]?.ModelDataUrl, url);
  assert.deepEqual(made.ModelPackageStatusDetails?.ValidationStatuses, []);

  const changed = await client.send(
    new UpdateModelPackageCommand({
      ModelPackageArn: first,
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'good enough',
      CustomerMetadataProperties: { c: '3' },
      CustomerMetadataPropertiesToRemove: ['a'],
    }),
  );
  assert.equal(changed.ModelPackageArn, first);
  const now = await describe('counted/1');
  assert.deepEqual(
    [now.ModelApprovalStatus, now.ApprovalDescription, now.CustomerMetadataProperties],
    ['Approved', 'good enough', { b: '2', c: '3' }],
  );
  assert.ok(now.LastModifiedTime && now.CreationTime && now.LastModifiedTime >= now.CreationTime);
  assert.equal(now.ModelPackageDescription, 'first');

  const same = { ClientToken: 'once' };
  assert.equal(await version('Counted', same), arn('model-package', 'counted/2'));
  assert.equal(
    await version('Counted', same),
    arn('model-package', 'counted/2'),
    'a token makes one version',
  );
  await client.send(new DeleteModelPackageCommand({ ModelPackageName: arn('model-package', 'counted/2') }));
  assert.equal(await version('Counted'), arn('model-package', 'counted/3'), 'numbers are not given twice');
  await assert.rejects(
    describe(arn('model-package', 'counted/2')),
    refused(`ModelPackage ${arn('model-package', 'counted/2')} does not exist.`),
  );
  const { Tags } = await client.send(new ListTagsCommand({ ResourceArn: first }));
  assert.deepEqual(Tags, [{ Key: 'team', Value: 'a' }], 'a version has the tags of its group');
});

test('lists: by group, type and approval, in the order of versions, page by page', async () => {
  await group('Many');
  for (let i = 0; i < 11; i++)
    await version('Many', { ModelApprovalStatus: i % 2 ? 'Approved' : 'Rejected' });
  await client.send(
    new CreateModelPackageCommand({ ModelPackageName: 'alone', InferenceSpecification: specification() }),
  );
  const list = async (input: object) => {
    const found: (number | string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListModelPackagesCommand({ ...input, NextToken }));
      for (const one of page.ModelPackageSummaryList ?? []) {
        found.push(one.ModelPackageVersion ?? one.ModelPackageName);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  };
  const all = Array.from({ length: 11 }, (_, i) => i + 1);
  assert.deepEqual(await list({ ModelPackageGroupName: 'many', SortBy: 'Name', MaxResults: 4 }), all);
  assert.deepEqual(await list({ ModelPackageGroupName: arn('model-package-group', 'many') }), all);
  assert.deepEqual(
    await list({ ModelPackageGroupName: 'Many', ModelApprovalStatus: 'Approved', SortOrder: 'Descending' }),
    [10, 8, 6, 4, 2],
  );
  assert.deepEqual(await list({}), ['alone']);
  assert.deepEqual(await list({ ModelPackageType: 'Both', NameContains: 'lon' }), ['alone']);
  assert.deepEqual(await list({ ModelPackageType: 'Versioned', NameContains: '00' }), []);
});

test('packages are described in a batch, with those that are not there', async () => {
  await group('Batch');
  const there = await version('Batch');
  const absent = arn('model-package', 'batch/9');
  const { ModelPackageSummaries, BatchDescribeModelPackageErrorMap } = await client.send(
    new BatchDescribeModelPackageCommand({ ModelPackageArnList: [there, absent] }),
  );
  assert.equal(ModelPackageSummaries?.[there]?.InferenceSpecification?.Containers?.length, 1);
  assert.deepEqual(BatchDescribeModelPackageErrorMap, {
    [absent]: { ErrorCode: 'ValidationException', ErrorResponse: `ModelPackage ${absent} does not exist.` },
  });
});

test('what cannot be is refused', async () => {
  await group('Refused');
  const create = (input: CreateModelPackageCommandInput) => client.send(new CreateModelPackageCommand(input));
  const InferenceSpecification = specification();
  await assert.rejects(
    create({ ModelPackageName: 'a', ModelPackageGroupName: 'b' }),
    refused(/Both ModelPackageName/),
  );
  await assert.rejects(create({ InferenceSpecification }), refused('Missing ARN.'));
  await assert.rejects(version('absent'), refused(/ModelPackageGroup .*absent does not exist/));
  await assert.rejects(
    version('Refused', { Tags: [{ Key: 'a', Value: 'b' }] }),
    refused(/Tags cannot be specified/),
  );
  await assert.rejects(
    create({ ModelPackageName: 'a', InferenceSpecification: specification({ Environment: { A: '1' } }) }),
    refused(/Environment variable map cannot be specified when using non-versioned ModelPackages/),
  );
  await assert.rejects(
    create({ ModelPackageName: 'a', InferenceSpecification, CertifyForMarketplace: true }),
    refused(/CertifyForMarketplace is not implemented/, 'NotImplemented'),
  );
  await version('Refused');
  await assert.rejects(
    client.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'Refused' })),
    { name: 'ConflictException' },
  );
  await client.send(new DeleteModelPackageCommand({ ModelPackageName: 'refused/1' }));
  await client.send(new DeleteModelPackageGroupCommand({ ModelPackageGroupName: 'Refused' }));
  await assert.rejects(
    client.send(new AddTagsCommand({ ResourceArn: arn('model-package-group', 'refused'), Tags: [] })),
    refused(/does not exist/),
  );
});

test('a model made of an approved version serves; one that is not approved makes none', async () => {
  await group('Served');
  const ModelPackageName = await version('Served', {
    InferenceSpecification: specification({ Environment: { ONNX_THREADS: '1', KEPT: 'package' } }),
    AdditionalInferenceSpecifications: [
      { Name: 'other', Containers: [{ Image: 'postern/onnx:1', ModelDataUrl: url }] },
    ],
  });
  const create = (ModelName: string, more: object = {}) =>
    client.send(
      new CreateModelCommand({
        ModelName,
        ExecutionRoleArn: roleArn,
        PrimaryContainer: { ModelPackageName, ...more },
      }),
    );
  await assert.rejects(create('served'), refused(/ModelApprovalStatus is not Approved/));
  await client.send(
    new UpdateModelPackageCommand({ ModelPackageArn: ModelPackageName, ModelApprovalStatus: 'Approved' }),
  );
  await assert.rejects(create('served', { Image: image }), refused(/cannot have an Image/));
  await assert.rejects(
    create('served', { InferenceSpecificationName: 'no' }),
    refused(/Could not find Infer/),
  );
  await create('named', { InferenceSpecificationName: 'other' });
  await create('served', { Environment: { KEPT: 'model' } });
  const { PrimaryContainer } = await client.send(new DescribeModelCommand({ ModelName: 'served' }));
  assert.deepEqual(PrimaryContainer, {
    Mode: 'SingleModel',
    ModelPackageName,
    Environment: { KEPT: 'model' },
  });
  // What serves is independent of the registry from here on.
  await client.send(new DeleteModelPackageCommand({ ModelPackageName }));
  await createConfig(stack, 'served', 'served');
  await client.send(new CreateEndpointCommand({ EndpointName: 'served', EndpointConfigName: 'served' }));
  assert.equal((await settled(stack, 'served')).EndpointStatus, 'InService');
  const answer = await stack.runtime.send(
    new InvokeEndpointCommand({
      EndpointName: 'served',
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: '3,4',
    }),
  );
  assert.equal(Buffer.from(answer.Body).toString().trim(), '11');
});

/** A client of a user with these rights. */
async function userClient(
  iam: IAMClient,
  name: string,
  statements: readonly object[],
): Promise<SageMakerClient> {
  await iam.send(new CreateUserCommand({ UserName: name }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId as string,
    secretAccessKey: AccessKey?.SecretAccessKey as string,
  };
  return resources.adopt(new SageMakerClient(stack.clientConfig(credentials)), (one) => one.destroy());
}

test('the policy of a group lets in, keeps out, and is itself told and taken away', async () => {
  const { ModelPackageGroupArn } = await group('Shared', { Tags: [{ Key: 'team', Value: 'blue' }] });
  const versionArn = await version('Shared');
  const get = () => client.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Shared' }));
  await assert.rejects(get(), refused(`Cannot find resource policy for: ${ModelPackageGroupArn}`));
  const ann = await userClient(stack.iam, 'ann', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
  const bob = await userClient(stack.iam, 'bob', [
    {
      Effect: 'Allow',
      Action: 'sagemaker:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
    },
  ]);
  await assert.rejects(describe(versionArn, ann), { name: 'AccessDeniedException' });
  await describe(versionArn, bob);
  const statement = (Effect: string, user: string, Action: string) => ({
    Effect,
    Principal: { AWS: `arn:aws:iam::${account}:user/${user}` },
    Action,
    Resource: arn('model-package', 'shared/*'),
  });
  const ResourcePolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement('Allow', 'ann', 'sagemaker:DescribeModelPackage'),
      statement('Deny', 'bob', 'sagemaker:UpdateModelPackage'),
    ],
  });
  await client.send(
    new PutModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Shared', ResourcePolicy }),
  );
  assert.equal((await get()).ResourcePolicy, ResourcePolicy);
  assert.equal((await describe(versionArn, ann)).ModelPackageVersion, 1);
  const approve = new UpdateModelPackageCommand({
    ModelPackageArn: versionArn,
    ModelApprovalStatus: 'Approved',
  });
  await assert.rejects(bob.send(approve), { name: 'AccessDeniedException' });
  await client.send(new DeleteModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Shared' }));
  await assert.rejects(describe(versionArn, ann), { name: 'AccessDeniedException' });
  await bob.send(approve);
  await assert.rejects(
    client.send(
      new PutModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'Shared', ResourcePolicy: '{}' }),
    ),
    refused(/Invalid resource policy/),
  );
  await assert.rejects(
    client.send(new GetModelPackageGroupPolicyCommand({ ModelPackageGroupName: 'no' })),
    refused(`Cannot find Model Package Group: ${arn('model-package-group', 'no')}`),
  );
});

test("another account's package is found by its ARN, and makes a model", async () => {
  await using postern = await startPostern(['--iam', 'off']);
  const as = (accessKeyId: string) =>
    new SageMakerClient({ ...postern.client, credentials: { accessKeyId, secretAccessKey: 'any' } });
  const [owner, other] = [as('111111111111'), as('222222222222')];
  await owner.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'far' }));
  const { ModelPackageArn: ModelPackageName } = await owner.send(
    new CreateModelPackageCommand({
      ModelPackageGroupName: 'far',
      ModelApprovalStatus: 'Approved',
      InferenceSpecification: { Containers: [{ Image: image }] },
    }),
  );
  assert.equal(ModelPackageName, 'arn:aws:sagemaker:us-east-1:111111111111:model-package/far/1');
  assert.equal((await describe(ModelPackageName, other)).ModelPackageGroupName, 'far');
  await assert.rejects(
    describe('far/1', other),
    refused(/222222222222:model-package\/far\/1 does not exist/),
  );
  await other.send(new CreateModelCommand({ ModelName: 'near', PrimaryContainer: { ModelPackageName } }));
  for (const client of [owner, other]) client.destroy();
});

test('boto3: register, approve, list', { skip: without.boto3 }, async () => {
  const found = await boto3(
    stack,
    `
sm = boto3.client('sagemaker')
sm.create_model_package_group(ModelPackageGroupName='boto')
arn = sm.create_model_package(ModelPackageGroupName='boto', InferenceSpecification={'Containers': [{'Image': '${image}', 'ModelDataUrl': '${url}'}], 'SupportedContentTypes': ['text/csv'], 'SupportedResponseMIMETypes': ['text/csv']})['ModelPackageArn']
sm.update_model_package(ModelPackageArn=arn, ModelApprovalStatus='Approved')
newest = sm.list_model_packages(ModelPackageGroupName='boto', SortBy='CreationTime', SortOrder='Descending', ModelApprovalStatus='Approved')['ModelPackageSummaryList'][0]
try:
    sm.describe_model_package(ModelPackageName='boto/2')
except sm.exceptions.ClientError as error:
    print(json.dumps([newest['ModelPackageArn'] == arn, newest['ModelPackageVersion'], error.response['Error']['Code']]))
`,
  );
  assert.deepEqual(found, [true, 1, 'ValidationException']);
});

test('AWS CLI: a package by its ARN', { skip: without.cli }, async () => {
  await group('shell');
  const versionArn = await version('shell');
  const told = await cli(stack, 'sagemaker', 'describe-model-package', '--model-package-name', versionArn);
  assert.equal((told as { ModelPackageVersion: number }).ModelPackageVersion, 1);
});
