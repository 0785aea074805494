import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointAsyncCommand,
  type InvokeEndpointAsyncCommandInput,
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
} from '@aws-sdk/client-sagemaker-runtime';
import { endpointId } from '../../../src/engine/endpoints/index.ts';
import { without } from '../../other-clients.ts';
import { boto3, cli } from '../sagemaker/clients.ts';
import { bucket, createConfig, createModel, prepare, put, settled } from '../sagemaker/fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from '../sagemaker/stack.ts';
import { measured } from './measured.ts';
import { addScripted, anything, scriptedModel } from './scripted-container.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path, { timeScale: 60 }));
  await prepare(stack);
  await stack.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'endpoint',
      PolicyName: 'write',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/out/*` }],
      }),
    }),
  );
  addScripted(stack);
  await createModel(stack, 'works', anything, scriptedModel);
  await serve('later', {});
  await createConfig(stack, 'now', 'works');
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'now', EndpointConfigName: 'now' }));
  await settled(stack, 'now');
});
after(() => resources.disposeAsync());

const outputConfig = { S3OutputPath: `s3://${bucket}/out`, S3FailurePath: `s3://${bucket}/out/failures/` };

/** Makes an asynchronous endpoint of the model `works`. */
async function serve(name: string, more: Partial<CreateEndpointConfigCommandInput>): Promise<void> {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'All', ModelName: 'works', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      AsyncInferenceConfig: {
        OutputConfig: outputConfig,
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
      },
      ...more,
    }),
  );
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  assert.equal((await settled(stack, name)).EndpointStatus, 'InService');
}

let inputs = 0;
async function ask(what: object, more: Partial<InvokeEndpointAsyncCommandInput> = {}) {
  const InputLocation = await put(stack, `in/${++inputs}.json`, Buffer.from(JSON.stringify(what)));
  return stack.runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: 'later',
      ContentType: 'application/json',
      InputLocation,
      ...more,
    }),
  );
}

/** The object at an `s3://` address, once it is there. */
async function arrived(address: string | undefined, ms = 5_000): Promise<{ text: string; type: string }> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address ?? '') ?? [];
  for (const end = Date.now() + ms; ; await pause(20)) {
    try {
      const { Body, ContentType } = await stack.s3.send(new GetObjectCommand({ Bucket, Key }));
      return { text: (await Body?.transformToString()) ?? '', type: ContentType ?? '' };
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Lines of the endpoint's log that have these words, each with its stream, once there are some. */
async function logLines(endpoint: string, has: string): Promise<string[]> {
  const group = { account, region: 'us-east-1', group: `/aws/sagemaker/Endpoints/${endpoint}` };
  for (let n = 0; n < 100; n++) {
    const range = { fromMs: 0, toMs: Date.now() + 60_000, order: 'ascending', limit: 10_000 } as const;
    await stack.telemetry.logs.flush();
    const events = stack.telemetry.logs.group(group)
      ? await stack.telemetry.logs.read({ group, ...range })
      : [];
    const found = events.filter(({ message }) => message.includes(has));
    if (found.length > 0) return found.map(({ stream, message }) => `${stream} ${message}`);
    await pause(20);
  }
  return [];
}

test('the answer comes to S3, where the response said it would', async () => {
  const accepted = await ask(
    { pieces: ['pre', 'diction'], type: 'text/csv' },
    { InferenceId: 'mine', Accept: 'text/csv' },
  );
  assert.equal(accepted.$metadata.httpStatusCode, 202);
  assert.equal(accepted.InferenceId, 'mine');
  assert.match(accepted.OutputLocation ?? '', /^s3:\/\/models\/out\/[0-9a-f-]{36}\.out$/);
  assert.match(accepted.FailureLocation ?? '', /^s3:\/\/models\/out\/failures\/[0-9a-f-]{36}-error\.out$/);
  assert.deepEqual(await arrived(accepted.OutputLocation), { text: 'prediction', type: 'text/csv' });
  const { headers } = JSON.parse((await arrived((await ask({ tell: true })).OutputLocation)).text);
  assert.equal(headers['content-type'], 'application/json');
  assert.match(headers['x-amzn-sagemaker-inference-id'], /^[0-9a-f-]{36}$/);
  const [line = ''] = await logLines('later', '[mine]');
  assert.match(
    line,
    /^All\/i-[0-9a-f]+\/data-log .*:\[sagemaker logs\] \[mine\] Inference request succeeded\. ModelLatency: \d+ us/,
  );
});

test('the body may come with the request, and the answer get a name', async () => {
  const accepted = await stack.runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: 'later',
      Body: '{"pieces":["in","line"]}',
      S3OutputPathExtension: 'today',
      Filename: 'answer.txt',
    }),
  );
  assert.equal(accepted.OutputLocation, 's3://models/out/today/answer.txt');
  assert.equal(accepted.FailureLocation, 's3://models/out/failures/today/answer-error.txt');
  assert.equal((await arrived(accepted.OutputLocation)).text, 'inline');
});

test('what fails is told at the failure location, and why in the log', async () => {
  const refused = await ask({ status: 422, pieces: ['not', ' this'] });
  assert.equal((await arrived(refused.FailureLocation)).text, 'not this');
  const missing = await stack.runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: 'later',
      InputLocation: 's3://models/in/none',
      InferenceId: 'none',
    }),
  );
  assert.match((await arrived(missing.FailureLocation)).text, /Failed to download .*s3:\/\/models\/in\/none/);
  const forbidden = await ask({ pieces: ['x'] }, { EndpointName: 'later' });
  assert.equal((await arrived(forbidden.OutputLocation)).text, 'x');
  const late = await ask({ end: 'hang' }, { InvocationTimeoutSeconds: 1 });
  assert.match((await arrived(late.FailureLocation)).text, /timed out/);
  const dead = await ask({ pieces: ['half'], end: 'die' });
  assert.match((await arrived(dead.FailureLocation)).text, /did not answer/);
  assert.equal(
    (await arrived((await ask({ pieces: ['next'] })).OutputLocation)).text,
    'next',
    'it is up again',
  );
  assert.match(
    (await logLines('later', '[none]')).join(),
    /Inference request failed\. ClientError: Failed to download/,
  );
  for (const name of ['InvocationFailures', 'RequestDownloadFailures', 'Invocation4XXErrors'])
    assert.ok(measured(stack, name, 'later', 'All').sum > 0, name);
});

test('an instance is given no more than it takes at once; the others wait in order', async () => {
  const before = JSON.parse((await arrived((await ask({ tell: true })).OutputLocation)).text);
  const accepted = await Promise.all(
    Array.from({ length: 6 }, (_, n) => ask({ afterMs: 200, pieces: [`${n}`] })),
  );
  const answers = await Promise.all(accepted.map(({ OutputLocation }) => arrived(OutputLocation)));
  assert.deepEqual(answers.map(({ text }) => text).sort(), ['0', '1', '2', '3', '4', '5']);
  const { most } = JSON.parse((await arrived((await ask({ tell: true })).OutputLocation)).text);
  assert.ok(most <= Math.max(2, before.most), `${most} at once`);
  assert.ok(measured(stack, 'TimeInBacklog', 'later', 'All').max >= 150);
});

test('a request that the store does not let go of keeps no place, and is gone once it does', async () => {
  using database = new DatabaseSync(join(stack.state, 'postern.db'));
  const kept = `collection = 'sagemaker-runtime.async-requests'`;
  const left = () => database.prepare(`SELECT count(*) AS n FROM records WHERE ${kept}`).get()?.['n'];
  database.exec(`CREATE TRIGGER broken BEFORE DELETE ON records WHEN old.${kept}
    BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END`);
  try {
    const asked = await Promise.all(['one', 'two', 'three'].map((said) => ask({ pieces: [said] })));
    for (const { OutputLocation } of asked) await arrived(OutputLocation); // one more than there are places
    assert.equal(left(), 3);
  } finally {
    database.exec('DROP TRIGGER broken');
  }
  for (let n = 0; n < 100 && left() !== 0; n++) await pause(50);
  assert.equal(left(), 0);
});

test('without instances requests wait, and are measured; with one they are answered', async () => {
  const id = endpointId({ account, region: 'us-east-1' }, 'later');
  assert.equal((await stack.engine.resize(id, 'All', 0)).kind, 'reached');
  const accepted = await ask({ pieces: ['worth waiting for'] });
  for (let n = 0; n < 100 && measured(stack, 'HasBacklogWithoutCapacity', 'later').max === 0; n++)
    await pause(50);
  assert.equal(measured(stack, 'HasBacklogWithoutCapacity', 'later').max, 1);
  assert.ok(measured(stack, 'ApproximateBacklogSize', 'later').max >= 1);
  assert.ok(measured(stack, 'ApproximateAgeOfOldestRequest', 'later').max > 0);
  await stack.engine.resize(id, 'All', 1);
  assert.equal((await arrived(accepted.OutputLocation)).text, 'worth waiting for');
  for (let n = 0; n < 60 && measured(stack, 'ApproximateBacklogSizePerInstance', 'later').count === 0; n++)
    await pause(50);
  assert.ok(measured(stack, 'ApproximateBacklogSizePerInstance', 'later').count > 0);
  assert.ok(measured(stack, 'InvocationsProcessed', 'later', 'All').sum > 0);
  assert.equal(measured(stack, 'Invocations', 'later', 'All').count, 0, 'asynchronous endpoints have none');
});

test('each kind of endpoint takes its own kind of request', async () => {
  const wrong = (name: string) => ({
    name: 'ValidationError',
    message: `Endpoint ${name} of account ${account} does not support this inference type.`,
  });
  await assert.rejects(
    stack.runtime.send(new InvokeEndpointCommand({ EndpointName: 'later', Body: '{}' })),
    wrong('later'),
  );
  await assert.rejects(
    stack.runtime.send(new InvokeEndpointWithResponseStreamCommand({ EndpointName: 'later', Body: '{}' })),
    wrong('later'),
  );
  await assert.rejects(ask({}, { EndpointName: 'now' }), wrong('now'));
  await assert.rejects(ask({}, { EndpointName: 'nowhere' }), {
    name: 'ValidationError',
    message: /not found/,
  });
  await assert.rejects(ask({}, { RequestTTLSeconds: 59 }), {
    name: 'ValidationError',
    message: /requestTTLSeconds/,
  });
  const both = { EndpointName: 'later', Body: 'x', InputLocation: 's3://a/b' };
  await assert.rejects(stack.runtime.send(new InvokeEndpointAsyncCommand(both)), {
    message: /mutually exclusive/,
  });
  const long = { EndpointName: 'later', Body: 'x'.repeat(128_001) };
  await assert.rejects(stack.runtime.send(new InvokeEndpointAsyncCommand(long)), { name: 'ValidationError' });
});

test('the configuration is told back; notifications are recorded', async () => {
  const topic = (name: string) => `arn:aws:sns:us-east-1:${account}:${name}`;
  const AsyncInferenceConfig = {
    OutputConfig: {
      S3OutputPath: `s3://${bucket}/out/noted`,
      NotificationConfig: {
        SuccessTopic: topic('well'),
        ErrorTopic: topic('badly'),
        IncludeInferenceResponseIn: ['SUCCESS_NOTIFICATION_TOPIC' as const],
      },
    },
  };
  await serve('noted', { AsyncInferenceConfig });
  const config = await stack.sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: 'noted' }),
  );
  assert.deepEqual(config.AsyncInferenceConfig, AsyncInferenceConfig);
  const endpoint = await stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'noted' }));
  assert.deepEqual(endpoint.AsyncInferenceConfig, AsyncInferenceConfig);
  const accepted = await ask({ pieces: ['said'] }, { EndpointName: 'noted', InferenceId: 'told' });
  assert.equal(accepted.FailureLocation, undefined);
  const [line = ''] = await logLines('noted', 'recorded, not delivered');
  assert.match(line, /Notification to arn:aws:sns:us-east-1:\d+:well/);
  const message = JSON.parse(line.slice(line.indexOf('{')));
  assert.equal(message.invocationStatus, 'Completed');
  assert.deepEqual(message.responseBody, { content: 'said', encoding: 'UTF-8' });
  assert.equal(message.responseParameters.outputLocation, accepted.OutputLocation);
  assert.equal(message.inferenceId, 'told');
  assert.equal(measured(stack, 'NotificationFailures', 'noted', 'All').sum, 1);
  await assert.rejects(serve('nowhere-to-go', { AsyncInferenceConfig: { OutputConfig: {} } }), {
    name: 'ValidationException',
    message: /S3OutputPath/,
  });
});

test('requests of an endpoint that is deleted go with it', async () => {
  await serve('brief', {});
  const id = endpointId({ account, region: 'us-east-1' }, 'brief');
  await stack.engine.resize(id, 'All', 0);
  const accepted = await ask({ pieces: ['x'] }, { EndpointName: 'brief' });
  await stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'brief' }));
  await assert.rejects(settled(stack, 'brief'));
  await serveAgain('brief');
  await pause(600);
  await assert.rejects(arrived(accepted.OutputLocation, 0), { name: 'NoSuchKey' });
  assert.equal(
    (await arrived((await ask({ pieces: ['new'] }, { EndpointName: 'brief' })).OutputLocation)).text,
    'new',
  );
});

async function serveAgain(name: string): Promise<void> {
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await settled(stack, name);
}

test('boto3 and the CLI', { skip: without.boto3 }, async () => {
  const location = await put(stack, 'in/boto.json', Buffer.from('{"pieces":["for boto"]}'));
  const accepted = (await boto3(
    stack,
    `
runtime = boto3.client('sagemaker-runtime')
answer = runtime.invoke_endpoint_async(EndpointName='later', InputLocation='${location}', InferenceId='b', RequestTTLSeconds=60)
print(json.dumps([answer['InferenceId'], answer['OutputLocation'], answer['FailureLocation'], answer['ResponseMetadata']['HTTPStatusCode']]))`,
  )) as [string, string, string, number];
  assert.deepEqual([accepted[0], accepted[3]], ['b', 202]);
  assert.equal((await arrived(accepted[1])).text, 'for boto');
});

test('the AWS CLI', { skip: without.cli }, async () => {
  const location = await put(stack, 'in/cli.json', Buffer.from('{"pieces":["for the CLI"]}'));
  const args = [
    'sagemaker-runtime',
    'invoke-endpoint-async',
    '--endpoint-name',
    'later',
    '--input-location',
    location,
  ];
  const accepted = (await cli(stack, ...args)) as { OutputLocation: string };
  assert.equal((await arrived(accepted.OutputLocation)).text, 'for the CLI');
});
