import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type DataCaptureConfig,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  InvokeEndpointWithResponseStreamCommand,
} from '@aws-sdk/client-sagemaker-runtime';
import { without } from '../../other-clients.ts';
import { linearModel } from '../../models/onnx.ts';
import { boto3 } from '../sagemaker/clients.ts';
import { artifact, bucket, createModel, prepare, settled } from '../sagemaker/fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from '../sagemaker/stack.ts';

interface Line {
  readonly captureData: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly eventMetadata: Readonly<Record<string, unknown>>;
  readonly eventVersion: string;
}

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  const allowed = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/captured/*` };
  await stack.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'endpoint',
      PolicyName: 'capture',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }),
    }),
  );
  await createModel(stack, 'linear', artifact(linearModel([1, 2, 3], 0.5)));
  await Promise.all([
    serve('both', {
      CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
    }),
    serve('base', { CaptureOptions: [{ CaptureMode: 'Input' }] }),
    serve('none', { InitialSamplingPercentage: 0 }),
    serve('off', { EnableCapture: false }),
    serve('forbidden', { DestinationS3Uri: `s3://${bucket}/elsewhere` }),
  ]);
});
after(() => resources.disposeAsync());

/** Makes an endpoint of the model `linear` that captures. */
async function serve(name: string, more: Partial<DataCaptureConfig>): Promise<void> {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'All', ModelName: 'linear', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      DataCaptureConfig: {
        InitialSamplingPercentage: 100,
        DestinationS3Uri: `s3://${bucket}/captured`,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
        ...more,
      },
    }),
  );
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await settled(stack, name);
}

const invoke = (EndpointName: string, more: Partial<InvokeEndpointCommandInput> = {}) =>
  stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName, ContentType: 'application/json', Body: '[[1,2,3]]', ...more }),
  );

async function keysOf(endpoint: string): Promise<string[]> {
  const { Contents = [] } = await stack.s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `captured/${endpoint}/` }),
  );
  return Contents.map(({ Key = '' }) => Key);
}

/** What was captured of an endpoint, once there are so many lines. */
async function linesOf(endpoint: string, count: number): Promise<Line[]> {
  for (let n = 0; ; n++) {
    const texts = await Promise.all(
      (await keysOf(endpoint)).map(async (Key) => {
        const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return (await Body?.transformToString()) ?? '';
      }),
    );
    const lines = texts.flatMap((text) => text.split('\n').filter((line) => line !== ''));
    if (lines.length >= count || n > 150) return lines.map((line) => JSON.parse(line) as Line);
    await pause(100);
  }
}

/** One of our own metrics of data capture, of the last hour. */
function counted(name: string, EndpointName: string): number {
  const dimensions = { EndpointName, VariantName: 'All' };
  const metric = { account, region: 'us-east-1', namespace: 'Postern', name, dimensions };
  const toMs = Date.now() + 60_000;
  const [series] = stack.telemetry.metrics.read({
    metric,
    fromMs: toMs - 3_600_000,
    toMs,
    periodSeconds: 60,
  });
  return series?.points.reduce((sum, { window }) => sum + window.sum, 0) ?? 0;
}

test('requests and answers come to S3 as JSON lines', { timeout: 60_000 }, async () => {
  await invoke('both', { InferenceId: 'mine', CustomAttributes: 'trace' });
  await invoke('both', { ContentType: 'text/csv; charset=utf-8', Body: '1,2,3', Accept: 'text/csv' });
  await assert.rejects(invoke('both', { Body: 'nonsense' }));
  const { Body } = await stack.runtime.send(
    new InvokeEndpointWithResponseStreamCommand({
      EndpointName: 'both',
      ContentType: 'text/csv',
      Body: '0,0,0',
    }),
  );
  for await (const _part of Body ?? []);
  await Promise.all([invoke('base'), invoke('none'), invoke('off'), invoke('forbidden')]);
  if (!without.boto3) {
    const script = `boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='base', Body=b'[[9,9,9]]')['Body'].read()
print('1')`;
    await boto3(stack, script);
  }

  const lines = await linesOf('both', 3);
  assert.equal(lines.length, 3, 'what failed is not among them');
  const [json, csv, stream] = lines as [Line, Line, Line];
  assert.deepEqual(json.captureData, {
    endpointInput: {
      observedContentType: 'application/json',
      mode: 'INPUT',
      data: '[[1,2,3]]',
      encoding: 'JSON',
    },
    endpointOutput: {
      observedContentType: 'application/json',
      mode: 'OUTPUT',
      data: '{"predictions":[14.5]}',
      encoding: 'JSON',
    },
  });
  assert.equal(json.eventVersion, '0');
  assert.equal(json.eventMetadata['inferenceId'], 'mine');
  assert.deepEqual(json.eventMetadata['customAttributes'], ['trace']);
  assert.match(String(json.eventMetadata['eventId']), /^[0-9a-f-]{36}$/);
  assert.match(String(json.eventMetadata['inferenceTime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(
    [csv.captureData['endpointInput'], csv.captureData['endpointOutput']],
    [
      { observedContentType: 'text/csv; charset=utf-8', mode: 'INPUT', data: '1,2,3', encoding: 'CSV' },
      { observedContentType: 'text/csv', mode: 'OUTPUT', data: '14.5\n', encoding: 'CSV' },
    ],
  );
  assert.equal(stream.captureData['endpointOutput']?.['data'], '{"predictions":[0.5]}');
  for (const key of await keysOf('both')) {
    assert.match(key, /^captured\/both\/All\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/);
  }
});

test('without content types it is base64; only what is asked for; a share of the requests', async () => {
  const [first] = (await linesOf('base', 1)) as [Line];
  assert.deepEqual(Object.keys(first.captureData), ['endpointInput']);
  assert.equal(first.captureData['endpointInput']?.['encoding'], 'BASE64');
  assert.equal(
    Buffer.from(first.captureData['endpointInput']?.['data'] ?? '', 'base64').toString(),
    '[[1,2,3]]',
  );
  assert.deepEqual(await keysOf('none'), []);
  assert.deepEqual(await keysOf('off'), []);
});

test('what cannot be written is counted, and requests are answered', async () => {
  for (let n = 0; n < 150 && counted('DataCaptureDroppedRecords', 'forbidden') === 0; n++) await pause(100);
  assert.equal(counted('DataCaptureDroppedRecords', 'forbidden'), 1);
  assert.equal(counted('DataCaptureRecords', 'both'), 3);
});

test('the endpoint says whether it captures', async () => {
  const summary = async (EndpointName: string) =>
    (await stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName }))).DataCaptureConfig;
  assert.deepEqual(await summary('both'), {
    EnableCapture: true,
    CaptureStatus: 'Started',
    CurrentSamplingPercentage: 100,
    DestinationS3Uri: `s3://${bucket}/captured`,
    KmsKeyId: '',
  });
  assert.equal((await summary('off'))?.CaptureStatus, 'Stopped');
  const config = await stack.sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: 'base' }),
  );
  assert.equal(config.DataCaptureConfig?.EnableCapture, true, 'unless it is said otherwise');
  await assert.rejects(serve('odd', { DestinationS3Uri: 'https://example.com/x' }), {
    name: 'ValidationException',
  });
});

test('an update that retains what there is retains the capture, unless it is excluded', async () => {
  const statusAfter = async (more: Partial<UpdateEndpointCommandInput>): Promise<string | undefined> => {
    const input = {
      EndpointName: 'off',
      EndpointConfigName: 'base',
      RetainAllVariantProperties: true,
      ...more,
    };
    await stack.sageMaker.send(new UpdateEndpointCommand(input));
    return (await settled(stack, 'off')).DataCaptureConfig?.CaptureStatus;
  };
  assert.equal(await statusAfter({}), 'Stopped');
  const excluded = [{ VariantPropertyType: 'DataCaptureConfig' as const }];
  assert.equal(await statusAfter({ ExcludeRetainedVariantProperties: excluded }), 'Started');
});
