import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListLogGroupsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  paginateDescribeLogStreams,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { type LogsStack, openLogsStack } from './stack.ts';

let stack: LogsStack;
before(async () => {
  stack = await openLogsStack();
});
after(() => stack[Symbol.asyncDispose]());

const create = (logGroupName: string, more: object = {}) =>
  stack.client.send(new CreateLogGroupCommand({ logGroupName, ...more }));

const arn = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;

test('a group is described as AWS does', async () => {
  const before = Date.now();
  await create('/described');
  const { logGroups } = await stack.client.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/desc' }),
  );
  const { creationTime, ...rest } = logGroups?.[0] ?? {};
  assert.ok((creationTime ?? 0) >= before);
  assert.deepEqual(rest, {
    arn: `${arn('/described')}:*`,
    deletionProtectionEnabled: false,
    logGroupArn: arn('/described'),
    logGroupClass: 'STANDARD',
    logGroupName: '/described',
    metricFilterCount: 0,
    storedBytes: 0,
  });
  await assert.rejects(create('/described'), {
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  });
  await assert.rejects(create('no spaces'), {
    name: 'InvalidParameterException',
    message: /at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  });
});

test('groups are listed by prefix, by part of the name, in pages', async () => {
  for (const name of ['list/b', 'list/a', 'other/list', 'list/c']) await create(name);
  const names = async (input: object) => {
    const { logGroups, nextToken } = await stack.client.send(new DescribeLogGroupsCommand(input));
    return [logGroups?.map(({ logGroupName }) => logGroupName).join(' '), nextToken] as const;
  };
  assert.deepEqual(await names({ logGroupNamePrefix: 'list/' }), ['list/a list/b list/c', undefined]);
  assert.deepEqual(await names({ logGroupNamePattern: 'list' }), [
    'list/a list/b list/c other/list',
    undefined,
  ]);
  const [first, nextToken] = await names({ logGroupNamePattern: 'list', limit: 3 });
  assert.equal(first, 'list/a list/b list/c');
  assert.deepEqual(await names({ logGroupNamePattern: 'list', limit: 3, nextToken }), [
    'other/list',
    undefined,
  ]);
  assert.deepEqual(await names({ logGroupIdentifiers: [arn('list/b')] }), ['list/b', undefined]);
  await assert.rejects(names({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }), {
    message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  });
  await assert.rejects(names({ nextToken: 'x' }), { message: 'The specified nextToken is invalid.' });
  const { logGroups } = await stack.client.send(
    new ListLogGroupsCommand({ logGroupNamePattern: '^list/a|other' }),
  );
  assert.deepEqual(
    logGroups?.map(({ logGroupName }) => logGroupName),
    ['list/a', 'other/list'],
  );
});

test('streams are listed by name, by prefix and by their last event', async () => {
  const logGroupName = 'streams';
  await create(logGroupName);
  const now = Date.now();
  for (const [index, logStreamName] of ['x/1', 'x/2', 'y/1', 'empty'].entries()) {
    await stack.client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    if (logStreamName === 'empty') continue;
    const logEvents = [{ timestamp: now - index, message: 'm' }];
    await stack.client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }
  const names = async (input: object) => {
    const found: (string | undefined)[] = [];
    const pages = paginateDescribeLogStreams(
      { client: stack.client, pageSize: 2 },
      { logGroupName, ...input },
    );
    for await (const page of pages)
      found.push(...(page.logStreams ?? []).map((stream) => stream.logStreamName));
    return found.join(' ');
  };
  assert.equal(await names({}), 'empty x/1 x/2 y/1');
  assert.equal(await names({ descending: true }), 'y/1 x/2 x/1 empty');
  assert.equal(await names({ logStreamNamePrefix: 'x/' }), 'x/1 x/2');
  assert.equal(await names({ orderBy: 'LastEventTime', descending: true }), 'x/1 x/2 y/1 empty');
  assert.equal(await names({ orderBy: 'LastEventTime' }), 'empty y/1 x/2 x/1');
  await assert.rejects(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'x' }), {
    name: 'InvalidParameterException',
  });
  const { logStreams } = await stack.client.send(
    new DescribeLogStreamsCommand({ logGroupIdentifier: arn(logGroupName), logStreamNamePrefix: 'y' }),
  );
  const { lastIngestionTime, creationTime, uploadSequenceToken, ...rest } = logStreams?.[0] ?? {};
  assert.ok(lastIngestionTime && creationTime && uploadSequenceToken);
  assert.deepEqual(rest, {
    arn: `${arn(logGroupName)}:log-stream:y/1`,
    firstEventTimestamp: now - 2,
    lastEventTimestamp: now - 2,
    logStreamName: 'y/1',
    storedBytes: 0,
  });
});

test('retention is one of the days AWS offers', async () => {
  await create('kept');
  const retention = async () => {
    const { logGroups } = await stack.client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: 'kept' }),
    );
    return logGroups?.[0]?.retentionInDays;
  };
  await stack.client.send(new PutRetentionPolicyCommand({ logGroupName: 'kept', retentionInDays: 7 }));
  assert.equal(await retention(), 7);
  await assert.rejects(
    stack.client.send(new PutRetentionPolicyCommand({ logGroupName: 'kept', retentionInDays: 2 })),
    { name: 'InvalidParameterException' },
  );
  await stack.client.send(new DeleteRetentionPolicyCommand({ logGroupName: 'kept' }));
  assert.equal(await retention(), undefined);
});

test('tags through both generations of operations', async () => {
  await create('tagged', { tags: { a: '1' } });
  const resourceArn = arn('tagged');
  const tags = async () => {
    const [byArn, byName] = await Promise.all([
      stack.client.send(new ListTagsForResourceCommand({ resourceArn })),
      stack.client.send(new ListTagsLogGroupCommand({ logGroupName: 'tagged' })),
    ]);
    assert.deepEqual(byArn.tags, byName.tags);
    return byArn.tags;
  };
  await stack.client.send(new TagResourceCommand({ resourceArn, tags: { b: '2' } }));
  await stack.client.send(new TagLogGroupCommand({ logGroupName: 'tagged', tags: { c: '3' } }));
  assert.deepEqual(await tags(), { a: '1', b: '2', c: '3' });
  await stack.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  await stack.client.send(new UntagLogGroupCommand({ logGroupName: 'tagged', tags: ['b'] }));
  assert.deepEqual(await tags(), { c: '3' });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, '']));
  await assert.rejects(stack.client.send(new TagResourceCommand({ resourceArn, tags: many })), {
    name: 'TooManyTagsException',
  });
});

test('a protected group stays; a deleted one is gone', async () => {
  await create('guarded', { deletionProtectionEnabled: true });
  const remove = () => stack.client.send(new DeleteLogGroupCommand({ logGroupName: 'guarded' }));
  await assert.rejects(remove(), { name: 'ValidationException' });
  await stack.client.send(
    new PutLogGroupDeletionProtectionCommand({
      logGroupIdentifier: 'guarded',
      deletionProtectionEnabled: false,
    }),
  );
  await remove();
  await assert.rejects(remove(), {
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('what is not built says so', async () => {
  await assert.rejects(
    stack.client.send(
      new PutMetricFilterCommand({
        logGroupName: 'g',
        filterName: 'f',
        filterPattern: '',
        metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
      }),
    ),
    (error: { name: string; $metadata: { httpStatusCode: number } }) =>
      error.name === 'NotImplemented' && error.$metadata.httpStatusCode === 501,
  );
});

test('a policy on log-group:NAME:* covers the group and its streams, and nothing else', async () => {
  const iam = stack.identity.iamClient();
  await iam.send(new CreateUserCommand({ UserName: 'writer' }));
  const actions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'writer',
      PolicyName: 'write',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: `${arn('mine')}:*` }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'writer' }));
  const writer = stack.clientOf({
    accessKeyId: AccessKey?.AccessKeyId as string,
    secretAccessKey: AccessKey?.SecretAccessKey as string,
  });
  await writer.send(new CreateLogGroupCommand({ logGroupName: 'mine' }));
  await writer.send(new CreateLogStreamCommand({ logGroupName: 'mine', logStreamName: 's' }));
  const logEvents = [{ timestamp: Date.now(), message: 'm' }];
  await writer.send(new PutLogEventsCommand({ logGroupName: 'mine', logStreamName: 's', logEvents }));
  await assert.rejects(writer.send(new CreateLogGroupCommand({ logGroupName: 'yours' })), {
    name: 'AccessDeniedException',
    message: /not authorized to perform: logs:CreateLogGroup on resource: .*:log-group:yours:log-stream:/,
  });
  await assert.rejects(writer.send(new DescribeLogGroupsCommand({})), {
    name: 'AccessDeniedException',
    message: /logs:DescribeLogGroups on resource: .*:log-group::log-stream:/,
  });
});
