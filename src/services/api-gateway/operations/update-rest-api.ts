import type { UpdateRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest, notImplemented } from '../faults.ts';
import {
  applyPatch,
  invalidPath,
  member,
  type PatchRule,
  readBoolean,
  readNumber,
  without,
} from '../patch.ts';
import { restApiOf } from '../records/find.ts';
import { checkApiKeySource, checkCompression, readPolicy, restApiAnswer } from '../records/rest-api.ts';
import type { RestApiRow } from '../records/rows.ts';

const onlyReplace = () => badRequest('Invalid patch operation specified. Must be one of: [replace]');

const media =
  (change: (types: string[], key: string, value: string) => string[]) =>
  (row: RestApiRow, value: string, parts: { readonly [name: string]: string }): RestApiRow => {
    const types = change(row.binaryMediaTypes ?? [], parts['type'] ?? '', value);
    return types.length === 0 ? without(row, 'binaryMediaTypes') : { ...row, binaryMediaTypes: types };
  };

const rules: readonly PatchRule<RestApiRow>[] = [
  member<RestApiRow, 'name'>('name', (value) => {
    if (value === '') throw badRequest('API Name cannot be empty');
    return value;
  }),
  {
    path: '/description',
    replace: (row, value) => (value === '' ? without(row, 'description') : { ...row, description: value }),
  },
  member<RestApiRow, 'version'>('version'),
  member<RestApiRow, 'disableExecuteApiEndpoint'>('disableExecuteApiEndpoint', readBoolean),
  {
    path: '/policy',
    replace: (row, value) => (value === '' ? without(row, 'policy') : { ...row, policy: readPolicy(value) }),
    remove: (row) => without(row, 'policy'),
  },
  {
    path: '/apiKeySource',
    replace: (row, value) => {
      if (value !== 'HEADER' && value !== 'AUTHORIZER')
        throw badRequest('Invalid API key source. Valid options are HEADER, AUTHORIZER');
      checkApiKeySource(value);
      return { ...row, apiKeySource: value };
    },
  },
  {
    path: '/minimumCompressionSize',
    replace: (row, value) => {
      if (value === '' || value === 'null') return without(row, 'minimumCompressionSize');
      const bytes = readNumber(value, () =>
        badRequest('Invalid minimum compression size, must be between 0 and 10485760'),
      );
      checkCompression(bytes);
      return { ...row, minimumCompressionSize: bytes };
    },
    add: () => {
      throw onlyReplace();
    },
    remove: () => {
      throw onlyReplace();
    },
  },
  {
    path: '/binaryMediaTypes/{type}',
    add: media((types, key) => [...types.filter((type) => type !== key), key]),
    remove: media((types, key) => types.filter((type) => type !== key)),
    replace: media((types, key, value) => [...types.filter((type) => type !== key), value || key]),
  },
  { path: '/endpointConfiguration/types/{type}', replace: replaceType, add: replaceType },
  {
    path: '/endpointConfiguration/ipAddressType',
    replace: (row, value) => {
      if (value !== 'ipv4' && value !== 'dualstack')
        throw badRequest('ipAddressType must be either ipv4 or dualstack.');
      return { ...row, endpointConfiguration: { ...row.endpointConfiguration, ipAddressType: value } };
    },
  },
];

function replaceType(row: RestApiRow, value: string): RestApiRow {
  if (value === 'PRIVATE') throw notImplemented('The endpoint type PRIVATE');
  if (value !== 'REGIONAL' && value !== 'EDGE') {
    throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE');
  }
  return { ...row, endpointConfiguration: { ...row.endpointConfiguration, types: [value] } };
}

/** Patches an API. Most of it is served after the next deployment. */
export function updateRestApi(
  input: InputOf<typeof UpdateRestApiCommand>,
  context: Context,
): OutputOf<typeof UpdateRestApiCommand> {
  const { kept, deployer } = context;
  const before = restApiOf(context, input.restApiId);
  const row = applyPatch(before, input.patchOperations, rules, invalidPath);
  kept.restApis.put(row.id, row);
  if (before.disableExecuteApiEndpoint !== row.disableExecuteApiEndpoint)
    deployer.placeStages(context, row.id);
  return restApiAnswer({ ...row, tags: row.tags ?? {} });
}
