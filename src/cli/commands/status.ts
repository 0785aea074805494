import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListEndpointsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { request } from 'undici';
import { clientConfig, connect, type Whereabouts } from '../connection.ts';

/** Prints what the server is and what runs on it. */
export async function status(options: Whereabouts & { json?: boolean }): Promise<void> {
  const connection = await connect(options);
  const config = clientConfig(connection);
  const [health, apis, functions, endpoints] = await Promise.all([
    request(`${connection.url}/_postern/health`).then((answer) => answer.body.json() as Promise<Health>),
    new APIGatewayClient(config).send(new GetRestApisCommand({ limit: 500 })),
    new LambdaClient(config).send(new ListFunctionsCommand({})),
    new SageMakerClient(config).send(new ListEndpointsCommand({ MaxResults: 100 })),
  ]);
  const found = {
    url: connection.url,
    pid: connection.pid,
    version: health.version,
    account: connection.account,
    region: connection.region,
    iam: health.iam,
    apis: (apis.items ?? []).map(({ id, name }) => ({ id, name })),
    functions: (functions.Functions ?? []).map((f) => ({
      name: f.FunctionName,
      runtime: f.Runtime,
      memoryMb: f.MemorySize,
    })),
    endpoints: (endpoints.Endpoints ?? []).map((e) => ({ name: e.EndpointName, status: e.EndpointStatus })),
  };
  if (options.json) return console.log(JSON.stringify(found, null, 2));
  console.log(
    `Postern ${found.version} on ${found.url} (process ${found.pid}), account ${found.account}, ${found.region}, IAM ${found.iam}`,
  );
  for (const api of found.apis) console.log(`  api       ${api.name}  ${api.id}`);
  for (const f of found.functions) console.log(`  function  ${f.name}  ${f.runtime}, ${f.memoryMb} MB`);
  for (const endpoint of found.endpoints) console.log(`  endpoint  ${endpoint.name}  ${endpoint.status}`);
}

interface Health {
  readonly version: string;
  readonly iam: string;
}
