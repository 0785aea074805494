import type { DeleteIntegrationResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchIntegration, noSuchResponse } from '../faults.ts';
import { integrationOf, resourceOf } from '../records/find.ts';
import { putMethodOf } from '../records/method-of.ts';

/** Deletes an integration response. */
export function deleteIntegrationResponse(
  input: InputOf<typeof DeleteIntegrationResponseCommand>,
  context: Context,
): OutputOf<typeof DeleteIntegrationResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = Object.hasOwn(resource.resourceMethods, input.httpMethod)
    ? resource.resourceMethods[input.httpMethod]
    : undefined;
  if (!method) throw noSuchIntegration();
  const { integrationResponses, ...rest } = integrationOf(method);
  if (!integrationResponses?.[input.statusCode]) throw noSuchResponse();
  const { [input.statusCode]: _, ...left } = integrationResponses;
  const methodIntegration = Object.keys(left).length === 0 ? rest : { ...rest, integrationResponses: left };
  putMethodOf(context, input.restApiId, resource, { ...method, methodIntegration });
  return {};
}
