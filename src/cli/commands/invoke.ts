import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { clientConfig, type Connection, connect, type Whereabouts } from '../connection.ts';

interface Options extends Whereabouts {
  readonly endpoint?: boolean;
  readonly data: string;
  readonly contentType: string;
  readonly accept: string;
  readonly json?: boolean;
}

/** Invokes a function or an endpoint and prints what it answers. */
export async function invoke(name: string, options: Options): Promise<void> {
  const connection = await connect(options);
  const payload = await readData(options.data);
  const { failed, ...answer } = await (options.endpoint ? invokeEndpoint : invokeFunction)(
    connection,
    name,
    payload,
    options,
  );
  console.log(options.json ? JSON.stringify(answer, null, 2) : answer.payload);
  if (failed) process.exitCode = 1;
}

async function invokeFunction(connection: Connection, FunctionName: string, payload: string) {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(clientConfig(connection));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(payload) }));
  return {
    status: answer.StatusCode,
    error: answer.FunctionError,
    payload: Buffer.from(answer.Payload ?? []).toString(),
    failed: answer.FunctionError !== undefined,
  };
}

async function invokeEndpoint(
  connection: Connection,
  EndpointName: string,
  payload: string,
  options: Options,
) {
  const { InvokeEndpointCommand, SageMakerRuntimeClient } = await import('@aws-sdk/client-sagemaker-runtime');
  const client = new SageMakerRuntimeClient(clientConfig(connection));
  const answer = await client.send(
    new InvokeEndpointCommand({
      EndpointName,
      ContentType: options.contentType,
      Accept: options.accept,
      Body: Buffer.from(payload),
    }),
  );
  return {
    status: answer.$metadata.httpStatusCode,
    variant: answer.InvokedProductionVariant,
    payload: Buffer.from(answer.Body ?? []).toString(),
    failed: false,
  };
}

function readData(data: string): Promise<string> {
  if (data === '-') return text(process.stdin);
  return data.startsWith('@') ? readFile(data.slice(1), 'utf8') : Promise.resolve(data);
}
