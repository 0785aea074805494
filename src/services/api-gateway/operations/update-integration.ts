import type { UpdateIntegrationCommand, Integration } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest, notImplemented } from '../faults.ts';
import {
  applyPatch,
  entries,
  invalidPath,
  member,
  type PatchRule,
  readBoolean,
  readNumber,
} from '../patch.ts';
import { integrationOf, methodOf, resourceOf } from '../records/find.ts';
import { checkIntegration } from '../records/integration.ts';
import { putMethodOf } from '../records/method-of.ts';

const rules: readonly PatchRule<Integration>[] = [
  member<Integration, 'httpMethod'>('httpMethod'),
  member<Integration, 'uri'>('uri'),
  member<Integration, 'credentials'>('credentials', undefined, ['add', 'replace', 'remove']),
  member<Integration, 'passthroughBehavior'>('passthroughBehavior'),
  member<Integration, 'cacheNamespace'>('cacheNamespace'),
  member<Integration, 'contentHandling'>('contentHandling', undefined, ['add', 'replace', 'remove']),
  member<Integration, 'timeoutInMillis'>('timeoutInMillis', (value) =>
    readNumber(value, () => badRequest('Timeout should be between 50 ms and 29000 ms')),
  ),
  {
    path: '/connectionType',
    replace: (row, value) => {
      if (value !== 'INTERNET') throw notImplemented('An integration by VPC link');
      return row;
    },
  },
  {
    path: '/tlsConfig/insecureSkipVerification',
    replace: (row, value) => ({ ...row, tlsConfig: { insecureSkipVerification: readBoolean(value) } }),
  },
  {
    path: '/cacheKeyParameters/{key}',
    add: (row, _, { key = '' }) => ({ ...row, cacheKeyParameters: [...(row.cacheKeyParameters ?? []), key] }),
    remove: (row, _, { key }) => ({
      ...row,
      cacheKeyParameters: (row.cacheKeyParameters ?? []).filter((parameter) => parameter !== key),
    }),
  },
  entries<Integration>('requestParameters'),
  entries<Integration>('requestTemplates'),
];

/** Patches who answers a method. */
export function updateIntegration(
  input: InputOf<typeof UpdateIntegrationCommand>,
  context: Context,
): OutputOf<typeof UpdateIntegrationCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  const integration = applyPatch(integrationOf(method), input.patchOperations, rules, invalidPath);
  checkIntegration(integration, method);
  putMethodOf(context, input.restApiId, resource, { ...method, methodIntegration: integration });
  return integration;
}
