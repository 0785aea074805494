import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { control } from '../../../src/cli/control.ts';
import { type ServerProcess, startServerProcess } from '../../server-process.ts';
import { bucket, createModel, prepare, settled } from '../sagemaker/fixtures.ts';
import { account } from '../sagemaker/stack.ts';
import { anything, scriptedCommand, scriptedModel } from './scripted-container.ts';

const clientsOf = ({ client }: ServerProcess) => ({
  s3: new S3Client({ ...client, forcePathStyle: true }),
  iam: new IAMClient(client),
  sageMaker: new SageMakerClient(client),
  runtime: new SageMakerRuntimeClient(client),
});

/** An asynchronous endpoint of one instance that is given two requests at once. */
async function serve(server: ServerProcess): Promise<void> {
  const clients = clientsOf(server);
  const { url, client } = server;
  const connection = { url, region: client.region, ...client.credentials, account, pid: server.pid };
  await control(connection, 'POST', '/_postern/images', {
    name: 'scripted',
    command: scriptedCommand,
    directory: process.cwd(),
  });
  await prepare(clients);
  const allowed = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/out/*` };
  await clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'endpoint',
      PolicyName: 'write',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }),
    }),
  );
  await createModel(clients, 'works', anything, scriptedModel);
  await clients.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'later',
      ProductionVariants: [
        { VariantName: 'All', ModelName: 'works', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      AsyncInferenceConfig: {
        OutputConfig: { S3OutputPath: `s3://${bucket}/out` },
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 2 },
      },
    }),
  );
  await clients.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'later', EndpointConfigName: 'later' }),
  );
  assert.equal((await settled(clients, 'later')).EndpointStatus, 'InService');
}

const textOf = async ({ s3 }: ReturnType<typeof clientsOf>, address: string): Promise<string | undefined> => {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  try {
    return await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  } catch {
    return undefined;
  }
};

test('after kill -9 every accepted request is answered, those that were being processed again', {
  timeout: 120_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-async-'));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
  const start = () => startServerProcess(['--state', join(directory, 'state')], directory);

  const first = await start();
  cleanUp.defer(() => first.kill());
  await serve(first);
  const { runtime } = clientsOf(first);
  const accepted: { output: string; said: string }[] = [];
  for (let n = 0; n < 20; n++) {
    const { OutputLocation = '' } = await runtime.send(
      new InvokeEndpointAsyncCommand({
        EndpointName: 'later',
        Body: JSON.stringify({ afterMs: 150, pieces: [`answer ${n}`] }),
      }),
    );
    accepted.push({ output: OutputLocation, said: `answer ${n}` });
  }
  await pause(200); // two have been answered, and two are under way
  await first.kill();

  const second = await start();
  cleanUp.defer(() => second.kill('SIGTERM'));
  const clients = clientsOf(second);
  const { KeyCount = 0 } = await clients.s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: 'out/' }),
  );
  assert.ok(KeyCount < 20, 'some were still waiting');
  for (const { output, said } of accepted) {
    let text = await textOf(clients, output);
    for (let n = 0; n < 200 && text === undefined; n++) {
      await pause(50);
      text = await textOf(clients, output);
    }
    assert.equal(text, said);
  }
});
