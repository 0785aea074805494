import type { GatewayResponse, GatewayResponseType, PatchOperation } from '@aws-sdk/client-api-gateway';
import { compileRequestValue, parseTarget } from '../../../engine/gateway/index.ts';
import { badRequest, notFound } from '../faults.ts';
import { applyPatch, entries, invalidPath, type PatchRule } from '../patch.ts';
import type { GatewayResponseRow } from './rows.ts';

/** The status of every case; none: whatever the case at hand has. */
const statuses: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
};

/** Every case, by name. */
export const gatewayResponseTypes = Object.keys(statuses) as GatewayResponseType[];

const usualTemplates = { 'application/json': '{"message":$context.error.messageString}' };

/** How a case is answered that the user did not word. */
export const usualGatewayResponse = (responseType: GatewayResponseType): GatewayResponse => ({
  responseType,
  ...(statuses[responseType] === undefined ? {} : { statusCode: statuses[responseType] }),
  responseParameters: {},
  responseTemplates: usualTemplates,
  defaultResponse: true,
});

/** A gateway response of the user's as it is answered. */
export function gatewayResponseAnswer(row: GatewayResponseRow): GatewayResponse {
  const responseType = row.responseType as GatewayResponseType;
  const statusCode = row.statusCode ?? statuses[responseType];
  return {
    responseType,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: { ...row.responseParameters },
    responseTemplates:
      Object.keys(row.responseTemplates).length === 0 ? usualTemplates : { ...row.responseTemplates },
    defaultResponse: false,
  };
}

/** Refuses mappings that are none. */
export function checkGatewayResponse({ responseParameters }: GatewayResponseRow): void {
  for (const [to, from] of Object.entries(responseParameters)) {
    if (parseTarget(to, 'gatewayresponse.')?.location !== 'header' || !compileRequestValue(from)) {
      throw badRequest(`Invalid gateway response parameter: ${to} = ${from}`);
    }
  }
}

const nonEmpty = (name: string) => (value: string) => {
  if (value === '') throw badRequest(`Invalid null or empty value in ${name}`);
  return value;
};

const rules: readonly PatchRule<GatewayResponseRow>[] = [
  { path: '/statusCode', replace: (row, statusCode) => ({ ...row, statusCode }) },
  ...(['responseParameters', 'responseTemplates'] as const).map((name) =>
    entries<GatewayResponseRow>(name, {
      read: nonEmpty(name),
      missing: () => notFound('Invalid parameter name specified'),
    }),
  ),
];

/** Patches a gateway response. */
export function patchGatewayResponse(
  row: GatewayResponseRow,
  operations: readonly PatchOperation[] | undefined,
): GatewayResponseRow {
  const patched = applyPatch(row, operations, rules, invalidPath);
  return {
    ...patched,
    responseParameters: patched.responseParameters ?? {},
    responseTemplates: patched.responseTemplates ?? {},
  };
}
