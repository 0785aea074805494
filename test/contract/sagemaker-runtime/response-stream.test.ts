import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
  type InvokeEndpointWithResponseStreamCommandOutput,
} from '@aws-sdk/client-sagemaker-runtime';
import { without } from '../../other-clients.ts';
import { linearModel } from '../../models/onnx.ts';
import { boto3 } from '../sagemaker/clients.ts';
import { artifact, createConfig, createModel, deploy, prepare, settled } from '../sagemaker/fixtures.ts';
import { openStack, type Stack, stateDirectory } from '../sagemaker/stack.ts';
import { measured } from './measured.ts';
import { addScripted, anything, scriptedModel } from './scripted-container.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  addScripted(stack);
  await createModel(stack, 'talks', anything, scriptedModel);
  await createConfig(stack, 'talks', 'talks');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'talks', EndpointConfigName: 'talks' }),
  );
  await settled(stack, 'talks');
  await deploy(stack, 'linear', artifact(linearModel([1, 2, 3], 0.5)));
});
after(() => resources.disposeAsync());

const ask = (what: object, more: object = {}): Promise<InvokeEndpointWithResponseStreamCommandOutput> =>
  stack.runtime.send(
    new InvokeEndpointWithResponseStreamCommand({
      EndpointName: 'talks',
      ContentType: 'application/json',
      Body: JSON.stringify(what),
      ...more,
    }),
  );

/** What the container has seen so far. */
async function seen(): Promise<{ closed: number; written: number; headers: Record<string, string> }> {
  const { Body } = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName: 'talks', Body: '{"tell":true}' }),
  );
  return JSON.parse(Buffer.from(Body as Uint8Array).toString());
}

async function partsOf({ Body }: InvokeEndpointWithResponseStreamCommandOutput): Promise<string[]> {
  const parts: string[] = [];
  for await (const { PayloadPart } of Body ?? []) {
    if (PayloadPart?.Bytes) parts.push(Buffer.from(PayloadPart.Bytes).toString());
  }
  return parts;
}

test('parts come as the container writes them, with what it says in its head', async () => {
  const answer = await ask({ pieces: ['to', 'ken', 's'], everyMs: 150 }, { CustomAttributes: 'mine' });
  assert.deepEqual(
    [answer.ContentType, answer.InvokedProductionVariant, answer.CustomAttributes],
    ['text/plain', 'AllTraffic', 'from-model'],
  );
  const times: number[] = [];
  let text = '';
  for await (const { PayloadPart } of answer.Body ?? []) {
    times.push(performance.now());
    text += Buffer.from(PayloadPart?.Bytes ?? []).toString();
  }
  assert.equal(text, 'tokens');
  assert.equal(times.length, 3);
  assert.ok((times[2] as number) - (times[0] as number) > 200, 'not kept until the end');
});

test('a container that answers whole is one stream too; the ONNX server among them', async () => {
  const answer = await ask({}, { EndpointName: 'linear', Body: '[[1, 2, 3]]' });
  assert.equal((await partsOf(answer)).join(''), '{"predictions":[14.5]}');
  assert.equal(answer.ContentType, 'application/json');
});

test('what goes wrong before the answer is an error of the call', async () => {
  await assert.rejects(ask({ status: 418, pieces: ['I am', ' a teapot'] }), {
    name: 'ModelError',
    OriginalStatusCode: 418,
    OriginalMessage: 'I am a teapot',
  });
  await assert.rejects(ask({}, { EndpointName: 'nowhere' }), {
    name: 'ValidationError',
    message: /Endpoint nowhere of account \d+ not found/,
  });
  await assert.rejects(ask({}, { TargetVariant: 'other' }), {
    name: 'ValidationError',
    message: /Variant other/,
  });
});

test('what goes wrong within the answer is an event of the stream', async () => {
  const parts: string[] = [];
  const broken = async (end: string) => {
    for await (const { PayloadPart } of (await ask({ pieces: ['half'], end })).Body ?? [])
      parts.push(Buffer.from(PayloadPart?.Bytes ?? []).toString());
  };
  const error = { name: 'ModelStreamError', ErrorCode: 'StreamBroken', message: /TCP/ };
  await assert.rejects(broken('break'), error);
  await assert.rejects(broken('die'), error);
  assert.deepEqual(parts, ['half', 'half']);
  assert.deepEqual(await partsOf(await ask({ pieces: ['up again'] })), ['up again'], 'it is restarted');
  assert.equal(measured(stack, 'MidStreamErrors', 'talks', 'AllTraffic').sum, 2);
  assert.ok(measured(stack, 'FirstChunkLatency', 'talks', 'AllTraffic').sum > 0);
  assert.ok(measured(stack, 'ModelLatency', 'talks', 'AllTraffic').sum > 0);
});

test('a caller who leaves takes the request to the container with it', async () => {
  const before = (await seen()).closed;
  const leave = new AbortController();
  const { Body } = await stack.runtime.send(
    new InvokeEndpointWithResponseStreamCommand({
      EndpointName: 'talks',
      Body: JSON.stringify({ pieces: ['first'], end: 'hang' }),
    }),
    { abortSignal: leave.signal },
  );
  for await (const _part of Body ?? []) break;
  leave.abort();
  for (let n = 0; n < 100 && (await seen()).closed === before; n++) await pause(20);
  assert.equal((await seen()).closed, before + 1);
});

test('a caller who reads slowly makes the container wait', async () => {
  const written = (await seen()).written;
  const many = 600;
  const { Body } = await ask({ many, bytes: 64 * 1024 });
  let bytes = 0;
  let held = 0;
  for await (const { PayloadPart } of Body ?? []) {
    if (bytes === 0) {
      await pause(300);
      held = (await seen()).written - written;
    }
    bytes += PayloadPart?.Bytes?.length ?? 0;
  }
  assert.ok(held < many, `${held} of ${many} pieces were written before anybody read`);
  assert.equal(bytes, many * 64 * 1024);
});

test('boto3 reads it as an event stream', { skip: without.boto3 }, async () => {
  const got = await boto3(
    stack,
    `
runtime = boto3.client('sagemaker-runtime')
answer = runtime.invoke_endpoint_with_response_stream(EndpointName='talks', ContentType='application/json',
    Body=json.dumps({'pieces': ['a', 'b'], 'everyMs': 50}))
parts = [event['PayloadPart']['Bytes'].decode() for event in answer['Body']]
error = None
try:
    broken = runtime.invoke_endpoint_with_response_stream(EndpointName='talks', Body=json.dumps({'pieces': ['c'], 'end': 'break'}))
    for event in broken['Body']: parts.append(event['PayloadPart']['Bytes'].decode())
except Exception as e:
    error = [type(e).__name__, e.response['Error']['Code']]
print(json.dumps([parts, answer['ContentType'], answer['InvokedProductionVariant'], error]))`,
  );
  assert.deepEqual(got, [
    ['a', 'b', 'c'],
    'text/plain',
    'AllTraffic',
    ['EventStreamError', 'ModelStreamError'],
  ]);
});
