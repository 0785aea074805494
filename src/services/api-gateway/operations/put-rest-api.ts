import type { PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { applyImport } from '../openapi/apply.ts';
import { readOpenApi } from '../openapi/read.ts';
import { refuseWarnings } from '../openapi/warnings.ts';
import { restApiOf } from '../records/find.ts';
import { restApiAnswer } from '../records/rest-api.ts';

/** Merges an OpenAPI document into an API, or puts it in the place of what the API has. Deployments stay as they are. */
export async function putRestApi(
  input: InputOf<typeof PutRestApiCommand>,
  context: Context,
): Promise<OutputOf<typeof PutRestApiCommand>> {
  const { restApiId, mode = 'merge', parameters } = input;
  restApiOf(context, restApiId);
  const imported = await readOpenApi(input.body, restApiId, parameters);
  refuseWarnings(imported.warnings, input.failOnWarnings);
  const api = context.transaction(() => applyImport(context, restApiOf(context, restApiId), imported, mode));
  context.deployer.placeStages(context, restApiId);
  return { ...restApiAnswer(api), ...(imported.warnings.length > 0 && { warnings: [...imported.warnings] }) };
}
