import type { DeleteIntegrationCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';
import { putMethodOf } from '../records/method-of.ts';

/** Leaves a method without an integration. */
export function deleteIntegration(
  input: InputOf<typeof DeleteIntegrationCommand>,
  context: Context,
): OutputOf<typeof DeleteIntegrationCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  integrationOf(method);
  const { methodIntegration: _, ...rest } = method;
  putMethodOf(context, input.restApiId, resource, rest);
  return {};
}
