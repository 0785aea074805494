import type { GetIntegrationCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';

/** Describes who answers a method. */
export function getIntegration(
  input: InputOf<typeof GetIntegrationCommand>,
  context: Context,
): OutputOf<typeof GetIntegrationCommand> {
  return integrationOf(methodOf(resourceOf(context, input.restApiId, input.resourceId), input.httpMethod));
}
