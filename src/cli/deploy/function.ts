import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { Artifact } from './artifacts.ts';
import { type Clients, unless } from './clients.ts';
import type { ModelApiSpec } from './spec.ts';

/** The function runs this code with these settings; @returns its ARN */
export async function ensureFunction(
  clients: Clients,
  spec: ModelApiSpec,
  code: Artifact,
  Role: string,
): Promise<string> {
  const { lambda } = clients;
  const FunctionName = spec.name;
  const settings = {
    FunctionName,
    Role,
    Runtime: spec.handler.runtime,
    Handler: 'index.handler',
    MemorySize: spec.handler.memoryMb,
    Timeout: spec.handler.timeoutSeconds,
    Environment: { Variables: { ENDPOINT_NAME: spec.name, ...spec.handler.environment } },
  };
  const waiting = { client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  const found = await unless(
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    'ResourceNotFoundException',
  );
  if (!found) {
    const made = await lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: code.bytes } }));
    await waitUntilFunctionActiveV2(waiting, { FunctionName });
    return made.FunctionArn as string;
  }
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: code.bytes }));
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName });
  await lambda.send(new UpdateFunctionConfigurationCommand(settings));
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName });
  return found.FunctionArn as string;
}

/** Lets the API's stages invoke the function. */
export async function allowGateway(
  { lambda, account, region }: Clients,
  spec: ModelApiSpec,
  apiId: string,
): Promise<void> {
  await unless(
    lambda.send(
      new AddPermissionCommand({
        FunctionName: spec.name,
        StatementId: `gateway-${apiId}`,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:${region}:${account}:${apiId}/*/POST/${spec.path}`,
      }),
    ),
    'ResourceConflictException',
  );
}
