import type { PutIntegrationResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';
import { makeIntegrationResponse } from '../records/integration-response.ts';
import { putMethodOf } from '../records/method-of.ts';

/** Says how an answer of the integration becomes one of the method. */
export function putIntegrationResponse(
  input: InputOf<typeof PutIntegrationResponseCommand>,
  context: Context,
): OutputOf<typeof PutIntegrationResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  const integration = integrationOf(method);
  const response = makeIntegrationResponse(input, method);
  const integrationResponses = { ...integration.integrationResponses, [input.statusCode]: response };
  const methodIntegration = { ...integration, integrationResponses };
  putMethodOf(context, input.restApiId, resource, { ...method, methodIntegration });
  return response;
}
