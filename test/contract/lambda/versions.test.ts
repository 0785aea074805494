import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-lambda';
import { openStack, refused, type Stack, zip } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
});
after(() => stack.postern[Symbol.asyncDispose]());

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const code = (word: string) =>
  `export const handler = async (event, context) => ['${word}', context.functionVersion, context.invokedFunctionArn.split(':')[7] ?? '']`;
const update = async (name: string, word: string) => {
  await stack.lambda.send(
    new sdk.UpdateFunctionCodeCommand({
      FunctionName: name,
      ZipFile: await zip({ 'index.mjs': code(word) }),
    }),
  );
  const wait = { client: stack.lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 };
  await sdk.waitUntilFunctionUpdatedV2(wait as never, { FunctionName: name });
};

test('versions stay as they were published; publishing again without a change gives the last one', async () => {
  const { lambda } = stack;
  await stack.create('v', code('one'));
  const first = await lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'v', Description: 'first' }));
  assert.deepEqual(
    [first.Version, first.FunctionArn, first.Description, first.State],
    ['1', `${ARN}:v:1`, 'first', 'Active'],
  );
  assert.equal((await lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'v' }))).Version, '1');
  await update('v', 'two');
  await refused(
    lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'v', CodeSha256: first.CodeSha256 ?? '' })),
    'InvalidParameterValueException',
    400,
    /is different from current CodeSHA256/,
  );
  assert.equal((await lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'v' }))).Version, '2');
  await update('v', 'three');
  assert.deepEqual((await stack.invoke('v')).payload, ['three', '$LATEST', '']);
  assert.deepEqual((await stack.invoke('v:1')).payload, ['one', '1', '1']);
  assert.deepEqual((await stack.invoke('v', {}, { Qualifier: '2' })).payload, ['two', '2', '2']);
  await refused(stack.invoke('v:9'), 'ResourceNotFoundException', 404, `Function not found: ${ARN}:v:9`);
  const { Versions } = await lambda.send(new sdk.ListVersionsByFunctionCommand({ FunctionName: 'v' }));
  assert.deepEqual(
    Versions?.map(({ Version, FunctionArn }) => [Version, FunctionArn]),
    [
      ['$LATEST', `${ARN}:v:$LATEST`],
      ['1', `${ARN}:v:1`],
      ['2', `${ARN}:v:2`],
    ],
  );
  await lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: 'v', Qualifier: '1' }));
  await refused(stack.invoke('v:1'), 'ResourceNotFoundException', 404);
  await refused(
    lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: 'v', Qualifier: '$LATEST' })),
    'InvalidParameterValueException',
    400,
  );
});

test('a function may be published as it is created', async () => {
  await stack.create('p', code('p'), { Publish: true });
  assert.deepEqual((await stack.invoke('p:1')).payload, ['p', '1', '1']);
});

test('aliases lead to versions, and share requests out by weight', async () => {
  const { lambda } = stack;
  await stack.create('a', code('one'), { Publish: true });
  await update('a', 'two');
  await lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'a' }));
  const made = await lambda.send(
    new sdk.CreateAliasCommand({ FunctionName: 'a', Name: 'live', FunctionVersion: '1' }),
  );
  assert.equal(made.AliasArn, `${ARN}:a:live`);
  const answer = await stack.invoke('a:live');
  assert.deepEqual([answer.payload, answer.version], [['one', '1', 'live'], '1']);
  const weighted = {
    FunctionName: 'a',
    Name: 'live',
    RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } },
  };
  await lambda.send(new sdk.UpdateAliasCommand(weighted));
  const seen = new Map<unknown, number>();
  for (let n = 0; n < 60; n++) {
    const { version } = await stack.invoke('a:live');
    seen.set(version, (seen.get(version) ?? 0) + 1);
  }
  assert.ok((seen.get('1') ?? 0) > 10 && (seen.get('2') ?? 0) > 10, JSON.stringify([...seen]));
  await lambda.send(
    new sdk.UpdateAliasCommand({
      FunctionName: 'a',
      Name: 'live',
      FunctionVersion: '2',
      RoutingConfig: { AdditionalVersionWeights: {} },
    }),
  );
  assert.equal((await stack.invoke('a:live')).version, '2');
  const { Aliases } = await lambda.send(new sdk.ListAliasesCommand({ FunctionName: 'a' }));
  assert.deepEqual(
    Aliases?.map(({ Name, FunctionVersion }) => [Name, FunctionVersion]),
    [['live', '2']],
  );
  assert.equal(
    (await lambda.send(new sdk.GetFunctionCommand({ FunctionName: 'a', Qualifier: 'live' }))).Configuration
      ?.Version,
    '2',
  );
  await refused(
    lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: 'a', Qualifier: '2' })),
    'ResourceConflictException',
    409,
    'Unable to delete version because the following aliases reference it: [live]',
  );
  await lambda.send(new sdk.DeleteAliasCommand({ FunctionName: 'a', Name: 'live' }));
  await refused(stack.invoke('a:live'), 'ResourceNotFoundException', 404);
});

test('aliases that lead nowhere are refused', async () => {
  const { lambda } = stack;
  await stack.create('b', code('b'), { Publish: true });
  const create = (more: Partial<sdk.CreateAliasCommandInput>) =>
    lambda.send(new sdk.CreateAliasCommand({ FunctionName: 'b', Name: 'x', FunctionVersion: '1', ...more }));
  await refused(
    create({ FunctionVersion: '7' }),
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN}:b:7`,
  );
  await refused(
    create({ RoutingConfig: { AdditionalVersionWeights: { '1': 0.5 } } }),
    'InvalidParameterValueException',
    400,
    'Invalid function version 1. Function version 1 is already included in routing configuration.',
  );
  await refused(
    create({ FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { '1': 0.5 } } }),
    'InvalidParameterValueException',
    400,
    '$LATEST is not supported for an alias pointing to more than 1 version',
  );
  await refused(
    create({ RoutingConfig: { AdditionalVersionWeights: { '1': 1.5 } } }),
    'ValidationException',
    400,
  );
  await refused(create({ Name: '2024' }), 'ValidationException', 400);
  await create({});
  await refused(create({}), 'ResourceConflictException', 409, `Alias already exists: ${ARN}:b:x`);
  await refused(
    lambda.send(new sdk.GetAliasCommand({ FunctionName: 'b', Name: 'y' })),
    'ResourceNotFoundException',
    404,
    `Cannot find alias arn: ${ARN}:b:y`,
  );
});
