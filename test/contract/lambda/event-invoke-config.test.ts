import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-lambda';
import { openStack, refused, type Stack } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
  await stack.create('e', `export const handler = async () => 1`);
});
after(() => stack.postern[Symbol.asyncDispose]());

test('retries and age of asynchronous invocations are set by qualifier', async () => {
  const { lambda } = stack;
  const FunctionName = 'e';
  await refused(
    lambda.send(new sdk.GetFunctionEventInvokeConfigCommand({ FunctionName })),
    'ResourceNotFoundException',
    404,
    "The function arn:aws:lambda:us-east-1:000000000000:function:e:$LATEST doesn't have an EventInvokeConfig",
  );
  const put = await lambda.send(
    new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }),
  );
  assert.equal(put.MaximumRetryAttempts, 0);
  assert.ok(put.LastModified instanceof Date && Math.abs(put.LastModified.getTime() - Date.now()) < 60_000);
  await lambda.send(
    new sdk.UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }),
  );
  const got = await lambda.send(new sdk.GetFunctionEventInvokeConfigCommand({ FunctionName }));
  assert.deepEqual([got.MaximumRetryAttempts, got.MaximumEventAgeInSeconds], [0, 60]);
  const { FunctionEventInvokeConfigs } = await lambda.send(
    new sdk.ListFunctionEventInvokeConfigsCommand({ FunctionName }),
  );
  assert.equal(FunctionEventInvokeConfigs?.length, 1);
  await lambda.send(new sdk.DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  await refused(
    lambda.send(new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName })),
    'InvalidParameterValueException',
    400,
  );
  const DestinationConfig = { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } };
  await refused(
    lambda.send(new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig })),
    'NotImplemented',
    501,
  );
});
