import type { IntegrationResponse, Method, PutIntegrationResponseRequest } from '@aws-sdk/client-api-gateway';
import { RE2JS } from 're2js';
import { compileAnswerValue, parseTarget } from '../../../engine/gateway/index.ts';
import { badRequest, invalidMapping } from '../faults.ts';
import { checkTemplate } from './template.ts';

/** What a request says of an integration response. */
export type IntegrationResponseInput = Omit<
  PutIntegrationResponseRequest,
  'restApiId' | 'resourceId' | 'httpMethod'
>;

/** Makes an integration response of a request, or refuses it. */
export function makeIntegrationResponse(
  input: IntegrationResponseInput,
  method: Method,
): IntegrationResponse {
  const { statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling } = input;
  const response: IntegrationResponse = {
    statusCode,
    ...(selectionPattern === undefined ? {} : { selectionPattern }),
    ...(responseParameters === undefined ? {} : { responseParameters }),
    ...(responseTemplates === undefined ? {} : { responseTemplates }),
    ...(contentHandling === undefined ? {} : { contentHandling }),
  };
  checkIntegrationResponse(response, method);
  return response;
}

/** Refuses what AWS refuses, or what is not built; also after it was patched. */
export function checkIntegrationResponse(response: IntegrationResponse, method: Method): void {
  const { statusCode = '', selectionPattern, responseParameters, responseTemplates } = response;
  if (selectionPattern) checkPattern(selectionPattern);
  const declared = method.methodResponses?.[statusCode]?.responseParameters ?? {};
  for (const [to, from] of Object.entries(responseParameters ?? {})) {
    if (!parseTarget(to, 'method.response.') || !Object.hasOwn(declared, to)) throw invalidMapping(to);
    if (!compileAnswerValue(from)) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${from}]`,
      );
    }
  }
  for (const [mediaType, text] of Object.entries(responseTemplates ?? {})) checkTemplate(mediaType, text);
}

function checkPattern(pattern: string): void {
  try {
    RE2JS.compile(pattern);
  } catch {
    throw badRequest(`Invalid selection pattern specified: ${pattern}`);
  }
}
