import type { CreateRestApiRequest, EndpointConfiguration, RestApi } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { badRequest, notImplemented } from '../faults.ts';
import { limits } from '../limits.ts';
import { newId } from './ids.ts';
import type { RestApiRow } from './rows.ts';

/** Makes an API of a request, or refuses it. */
export function makeRestApi(input: CreateRestApiRequest, { ids, timeMs }: Context): RestApiRow {
  if (input.description === '') throw badRequest('Description cannot be an empty string');
  checkApiKeySource(input.apiKeySource);
  const { name = '', minimumCompressionSize, binaryMediaTypes, endpointAccessMode, securityPolicy } = input;
  if (minimumCompressionSize !== undefined) checkCompression(minimumCompressionSize);
  if (endpointAccessMode === 'STRICT') throw notImplemented('The endpoint access mode STRICT');
  return {
    id: newId.restApi(ids),
    name,
    ...(input.description === undefined ? {} : { description: input.description }),
    createdDate: timeMs,
    ...(input.version === undefined ? {} : { version: input.version }),
    ...(binaryMediaTypes?.length ? { binaryMediaTypes } : {}),
    ...(minimumCompressionSize === undefined ? {} : { minimumCompressionSize }),
    apiKeySource: input.apiKeySource ?? 'HEADER',
    endpointConfiguration: readEndpoint(input.endpointConfiguration),
    ...(input.policy ? { policy: readPolicy(input.policy) } : {}),
    ...(input.tags === undefined ? {} : { tags: input.tags }),
    disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
    rootResourceId: newId.rootResource(ids),
    ...(securityPolicy === undefined ? {} : { securityPolicy }),
  };
}

/** An API as it is answered. */
export const restApiAnswer = (row: RestApiRow): RestApi => ({
  ...row,
  createdDate: new Date(row.createdDate),
  // AWS writes the policy with its quotes escaped, as the text of a JSON string
  ...(row.policy === undefined ? {} : { policy: JSON.stringify(row.policy).slice(1, -1) }),
});

/** `HEADER`; keys from authorizers come with authorizers. */
export function checkApiKeySource(source: string | undefined): void {
  if (source === 'AUTHORIZER') throw notImplemented('The API key source AUTHORIZER');
}

/** Bytes, within their bounds. */
export function checkCompression(bytes: number): void {
  const { least, most } = limits.compressionBytes;
  if (!Number.isInteger(bytes) || bytes < least || bytes > most) {
    throw badRequest(`Invalid minimum compression size, must be between ${least} and ${most}`);
  }
}

/** The policy, which must at least be JSON with statements. */
export function readPolicy(text: string): string {
  for (const candidate of [text, unescaped(text)]) {
    try {
      const policy: unknown = JSON.parse(candidate);
      if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return candidate;
    } catch {
      // the next form is tried
    }
  }
  throw badRequest(
    'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.',
  );
}

const unescaped = (text: string): string => text.replaceAll('\\"', '"');

function readEndpoint(configuration: EndpointConfiguration | undefined): EndpointConfiguration {
  if (!configuration) return { types: ['EDGE'], ipAddressType: 'ipv4' };
  const types = configuration.types ?? ['EDGE'];
  if (types.length === 0)
    throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.');
  if (types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.');
  const { ipAddressType } = configuration;
  if (types[0] === 'PRIVATE') {
    if (ipAddressType === 'ipv4')
      throw badRequest('Only dualstack ipAddressType is supported for Private APIs.');
    throw notImplemented('The endpoint type PRIVATE');
  }
  if (configuration.vpcEndpointIds?.length) throw notImplemented('VPC endpoints of an API');
  return { types, ipAddressType: ipAddressType ?? 'ipv4' };
}
