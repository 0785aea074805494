import type { ImportRestApiCommand, EndpointType } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { applyImport } from '../openapi/apply.ts';
import { readOpenApi } from '../openapi/read.ts';
import { refuseWarnings } from '../openapi/warnings.ts';
import { fillNewApi } from '../records/new-api.ts';
import { makeRestApi, restApiAnswer } from '../records/rest-api.ts';

/** Makes an API of an OpenAPI document. */
export async function importRestApi(
  input: InputOf<typeof ImportRestApiCommand>,
  context: Context,
): Promise<OutputOf<typeof ImportRestApiCommand>> {
  const { kept, transaction } = context;
  const { parameters } = input;
  const types = parameters?.['endpointConfigurationTypes'];
  const empty = makeRestApi(
    {
      name: '',
      ...(types === undefined
        ? {}
        : { endpointConfiguration: { types: types.split(',') as EndpointType[] } }),
    },
    context,
  );
  const imported = await readOpenApi(input.body, empty.id, parameters);
  refuseWarnings(imported.warnings, input.failOnWarnings);
  const api = transaction(() => {
    if (kept.restApis.count() >= limits.restApis)
      throw limitExceeded('Maximum number of REST APIs for this account has been reached.');
    fillNewApi(context, empty);
    return applyImport(context, empty, imported, 'overwrite');
  });
  return { ...restApiAnswer(api), ...(imported.warnings.length > 0 && { warnings: [...imported.warnings] }) };
}
