import type { GetIntegrationResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchResponse } from '../faults.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';

/** Describes an integration response. */
export function getIntegrationResponse(
  input: InputOf<typeof GetIntegrationResponseCommand>,
  context: Context,
): OutputOf<typeof GetIntegrationResponseCommand> {
  const method = methodOf(resourceOf(context, input.restApiId, input.resourceId), input.httpMethod);
  const response = integrationOf(method).integrationResponses?.[input.statusCode];
  if (!response) throw noSuchResponse();
  return response;
}
