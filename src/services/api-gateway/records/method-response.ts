import type { MethodResponse, PutMethodResponseRequest } from '@aws-sdk/client-api-gateway';
import { badRequest } from '../faults.ts';
import { checkModels, type Named } from './method.ts';

/** What a request says of a method response. */
export type MethodResponseInput = Omit<PutMethodResponseRequest, 'restApiId' | 'resourceId' | 'httpMethod'>;

/** Makes a method response of a request, or refuses it. */
export function makeMethodResponse(input: MethodResponseInput, named: Named): MethodResponse {
  const { statusCode, responseParameters, responseModels } = input;
  for (const name of Object.keys(responseParameters ?? {})) {
    if (!/^method\.response\.header\.[!-~]+$/.test(name)) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${name}]`,
      );
    }
  }
  checkModels(responseModels, named);
  return {
    statusCode,
    ...(responseParameters === undefined ? {} : { responseParameters }),
    ...(responseModels === undefined ? {} : { responseModels }),
  };
}
