import type { UpdateIntegrationResponseCommand, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchResponse } from '../faults.ts';
import { applyPatch, entries, invalidPath, member, type PatchRule } from '../patch.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';
import { checkIntegrationResponse } from '../records/integration-response.ts';
import { putMethodOf } from '../records/method-of.ts';

const rules: readonly PatchRule<IntegrationResponse>[] = [
  member<IntegrationResponse, 'selectionPattern'>('selectionPattern'),
  member<IntegrationResponse, 'contentHandling'>('contentHandling', undefined, ['add', 'replace', 'remove']),
  entries<IntegrationResponse>('responseParameters'),
  entries<IntegrationResponse>('responseTemplates'),
];

/** Patches an integration response. */
export function updateIntegrationResponse(
  input: InputOf<typeof UpdateIntegrationResponseCommand>,
  context: Context,
): OutputOf<typeof UpdateIntegrationResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  const integration = integrationOf(method);
  const before = integration.integrationResponses?.[input.statusCode];
  if (!before) throw noSuchResponse();
  const response = applyPatch(before, input.patchOperations, rules, invalidPath);
  checkIntegrationResponse(response, method);
  const integrationResponses = { ...integration.integrationResponses, [input.statusCode]: response };
  const methodIntegration = { ...integration, integrationResponses };
  putMethodOf(context, input.restApiId, resource, { ...method, methodIntegration });
  return response;
}
