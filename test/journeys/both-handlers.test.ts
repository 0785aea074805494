import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { SageMakerClient, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { ZipFile } from 'yazl';
import { batch } from '../../examples/ridership/sample.ts';
import { startPostern } from '../postern.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = join(root, 'examples', 'ridership');

const postern = await startPostern();
after(() => postern[Symbol.asyncDispose]());
await promisify(execFile)(process.execPath, [join(example, 'deploy.ts'), '--json'], {
  env: { ...process.env, ...postern.environment, AWS_REGION: 'us-east-1' },
});

// The handlers are compared by what one and the same model makes of their features.
const sageMaker = new SageMakerClient(postern.client);
await sageMaker.send(
  new UpdateEndpointWeightsAndCapacitiesCommand({
    EndpointName: 'ridership',
    DesiredWeightsAndCapacities: [
      { VariantName: 'baseline', DesiredWeight: 0 },
      { VariantName: 'boosted', DesiredWeight: 1 },
    ],
  }),
);

const lambda = new LambdaClient(postern.client);
const waiting = { client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };

async function predictions(FunctionName: string, records: readonly object[]): Promise<number[]> {
  const event = { body: JSON.stringify(records), isBase64Encoded: false };
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  assert.equal(answer.FunctionError, undefined, text);
  const { statusCode, body } = JSON.parse(text) as { statusCode: number; body: string };
  assert.equal(statusCode, 200, text);
  return JSON.parse(body) as number[];
}

const { capabilities } = (await (await fetch(`${postern.url}/_postern/health`)).json()) as {
  capabilities: { name: string; available: boolean; fix: string }[];
};
const boto3 = capabilities.find(({ name }) => name === 'boto3');

test('the Python handler predicts what the TypeScript handler predicts', {
  skip: boto3?.available ? false : `no boto3: ${boto3?.fix}`,
}, async () => {
  const { Role } = await new IAMClient(postern.client).send(
    new GetRoleCommand({ RoleName: 'ridership-handler' }),
  );
  const zip = new ZipFile();
  for (const name of ['handler.py', 'features.py']) zip.addFile(join(example, 'function-python', name), name);
  zip.addFile(join(example, 'function', 'reference.json'), 'reference.json');
  zip.end();
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'ridership-python',
      Role: Role?.Arn,
      Runtime: 'python3.12',
      Handler: 'handler.handler',
      MemorySize: 1769,
      Timeout: 30,
      Environment: { Variables: { ENDPOINT_NAME: 'ridership' } },
      Code: { ZipFile: await buffer(zip.outputStream) },
    }),
  );
  await waitUntilFunctionActiveV2(waiting, { FunctionName: 'ridership-python' });
  const [typescript, python] = [
    await predictions('ridership', batch),
    await predictions('ridership-python', batch),
  ];
  assert.equal(python.length, batch.length);
  for (const [index, value] of typescript.entries())
    assert.ok(Math.abs(value - (python[index] as number)) < 1e-4);
});

test('a large batch is served faster with more memory', async (t) => {
  const limits = capabilities.find(({ name }) => name === 'cpu-limit');
  if (!limits?.available) return t.skip(`no CPU quota: ${limits?.fix}`);
  const many = Array.from({ length: 1000 }, (_, i) => ({
    date: new Date(Date.UTC(2014, 0, 1 + (i % 900))).toISOString().slice(0, 10),
    temperature: i % 90,
  }));
  const took = async (MemorySize: number): Promise<number> => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'ridership', MemorySize }));
    await waitUntilFunctionUpdatedV2(waiting, { FunctionName: 'ridership' });
    const times: number[] = [];
    for (let run = 0; run < 6; run++) {
      const startedAt = performance.now();
      assert.equal((await predictions('ridership', many)).length, many.length);
      times.push(performance.now() - startedAt);
    }
    return Math.min(...times);
  };
  const large = await took(1769);
  const small = await took(256);
  assert.ok(small > large * 1.5, `256 MB took ${small.toFixed(0)} ms, 1,769 MB ${large.toFixed(0)} ms`);
});
