import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { batch } from '../examples/ridership/sample.ts';
import { ZipFile } from 'yazl';
import { buffer } from 'node:stream/consumers';
import type { Target } from './load.ts';
import { type BenchPostern, signedRequest } from './postern.ts';

const json = { 'content-type': 'application/json' };

/** The whole path: the example's API with its key. */
export const wholePath = (postern: BenchPostern): Target => ({
  url: postern.api.url,
  method: 'POST',
  headers: { ...json, 'x-api-key': postern.api.apiKey },
  body: JSON.stringify(batch),
});

/** The same batch for a program that has the handler behind this URL. */
export const handlerAt = (url: string): Target => ({
  url,
  method: 'POST',
  headers: json,
  body: JSON.stringify(batch),
});

/** A row of made-up features, as the example's function sends them. */
export const row = Array.from({ length: 44 }, (_, i) => (i * 0.37) % 5).join(',');

/** `InvokeEndpoint` with one row, signed. */
export function invokeEndpoint(postern: BenchPostern): Promise<Target> {
  return signedRequest((requestHandler) =>
    new SageMakerRuntimeClient({ ...postern.client, requestHandler }).send(
      new InvokeEndpointCommand({
        EndpointName: 'ridership',
        ContentType: 'text/csv',
        Accept: 'text/csv',
        Body: Buffer.from(row),
      }),
    ),
  );
}

const ECHO = 'export const handler = async (event) => event;';

/** Makes a function that answers its event. */
export async function makeEcho(
  postern: BenchPostern,
  FunctionName: string,
  Runtime: 'nodejs24.x' | 'python3.11' = 'nodejs24.x',
): Promise<void> {
  const lambda = new LambdaClient(postern.client);
  const role = await new IAMClient(postern.client).send(
    new GetRoleCommand({ RoleName: 'ridership-handler' }),
  );
  const zip = new ZipFile();
  zip.addBuffer(
    Buffer.from(Runtime === 'nodejs24.x' ? ECHO : 'def handler(event, context): return event\n'),
    Runtime === 'nodejs24.x' ? 'index.mjs' : 'index.py',
  );
  zip.end();
  const code = { ZipFile: await buffer(zip.outputStream) };
  const settings = {
    FunctionName,
    Runtime,
    Handler: 'index.handler',
    MemorySize: 1769,
    Role: role.Role?.Arn,
  };
  await lambda.send(new CreateFunctionCommand({ ...settings, Code: code }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName });
}

export const event = JSON.stringify({ records: batch });

/** `Invoke` of the echo function, signed. */
export function invokeFunction(postern: BenchPostern, FunctionName: string): Promise<Target> {
  return signedRequest((requestHandler) =>
    new LambdaClient({ ...postern.client, requestHandler }).send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(event) }),
    ),
  );
}
