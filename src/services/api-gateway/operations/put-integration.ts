import type { PutIntegrationCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { methodOf, resourceOf } from '../records/find.ts';
import { makeIntegration } from '../records/integration.ts';
import { putMethodOf } from '../records/method-of.ts';

/** Says who answers a method. */
export function putIntegration(
  input: InputOf<typeof PutIntegrationCommand>,
  context: Context,
): OutputOf<typeof PutIntegrationCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  const integration = makeIntegration(input, { method, resourceId: resource.id });
  putMethodOf(context, input.restApiId, resource, { ...method, methodIntegration: integration });
  return integration;
}
