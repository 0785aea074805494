import type { MethodSetting, PatchOperation } from '@aws-sdk/client-api-gateway';
import { badRequest, noSuchDeployment, notImplemented } from '../faults.ts';
import {
  applyPatch,
  type Change,
  entries,
  type PatchRule,
  readBoolean,
  readNumber,
  without,
} from '../patch.ts';
import type { StageRow } from './rows.ts';
import { checkVariables, usualSetting } from './stage.ts';

/** What a stage's patch depends on. */
export interface StageSurroundings {
  hasDeployment(id: string): boolean;
  /** Whether the account names a role to write logs as. */
  readonly mayLog: boolean;
}

/**
 * Patches a stage.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
 */
export function patchStage(
  row: StageRow,
  operations: readonly PatchOperation[] | undefined,
  around: StageSurroundings,
): StageRow {
  if (operations?.some(({ op, path }) => op === 'copy' || path?.startsWith('/canarySettings'))) {
    throw notImplemented('The canary of a stage');
  }
  const patched = applyPatch(row, operations, rulesFor(around), ({ op, path }) => {
    if (path.startsWith('/accessLogSettings/') && op !== 'remove') {
      return badRequest(
        'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
      );
    }
    if (op === 'remove') return noMethodSetting(path.slice(1));
    return badRequest(`Invalid method setting path: ${path}. Must be one of: [${ALLOWED}]`);
  });
  checkVariables(patched.variables);
  return patched;
}

const noMethodSetting = (key: string) =>
  badRequest(`Cannot remove method setting ${key} because there is no method setting for this method `);

function rulesFor(around: StageSurroundings): readonly PatchRule<StageRow>[] {
  return [
    {
      path: '/deploymentId',
      replace: (row, value) => {
        if (!around.hasDeployment(value)) throw noSuchDeployment();
        return { ...row, deploymentId: value };
      },
    },
    { path: '/description', replace: (row, value) => ({ ...row, description: value }) },
    refusedUnless('/cacheClusterEnabled', 'false', 'The cache of a stage'),
    refusedUnless('/cacheClusterSize', '', 'The cache of a stage'),
    refusedUnless('/clientCertificateId', '', 'The client certificate of a stage'),
    refusedUnless('/documentationVersion', '', 'The documentation version of a stage'),
    refusedUnless('/tracingEnabled', 'false', 'X-Ray tracing of a stage'),
    refusedUnless('/webAclArn', '', 'The web ACL of a stage'),
    variables,
    ...accessLogRules,
    ...settingRules(around),
  ];
}

const ofVariables = entries<StageRow>('variables');
const variables: PatchRule<StageRow> = {
  ...ofVariables,
  path: '/variables/{key}',
};

/** A setting that is not built: the value that turns it off changes nothing. */
function refusedUnless(path: string, off: string, what: string): PatchRule<StageRow> {
  const change: Change<StageRow> = (row, value) => {
    if (value !== off && value !== '') throw notImplemented(what);
    return row;
  };
  return { path, replace: change, add: change, remove: (row) => row };
}

const accessLog =
  (name: 'destinationArn' | 'format'): Change<StageRow> =>
  (row, value) => {
    if (value === '') throw badRequest('Access Log value must not be empty');
    if (name === 'destinationArn' && !/^arn:[\w-]+:(logs|firehose):/.test(value)) {
      throw badRequest(
        'Invalid ARN specified in the request. ARNs must start with arn: and contain at least 6 elements separated by colons',
      );
    }
    if (name === 'destinationArn' && value.includes(':firehose:'))
      throw notImplemented('Access logs to Firehose');
    return { ...row, accessLogSettings: { ...row.accessLogSettings, [name]: value } };
  };

const accessLogRules: readonly PatchRule<StageRow>[] = [
  { path: '/accessLogSettings', remove: (row) => without(row, 'accessLogSettings') },
  ...(['destinationArn', 'format'] as const).map((name) => ({
    path: `/accessLogSettings/${name}`,
    add: accessLog(name),
    replace: accessLog(name),
  })),
];

type Read = (value: string, around: StageSurroundings) => Partial<MethodSetting>;

const number = (value: string): number =>
  readNumber(value, () => badRequest(`Invalid method setting value: ${value}`));

/** By the last two segments of a path. */
const settings: Readonly<Record<string, Read>> = {
  'metrics/enabled': (value) => ({ metricsEnabled: readBoolean(value) }),
  'logging/dataTrace': (value) => ({ dataTraceEnabled: readBoolean(value) }),
  'logging/loglevel': (value, { mayLog }) => {
    if (value !== 'OFF' && value !== 'ERROR' && value !== 'INFO') {
      throw badRequest('Invalid logging level. Valid options are OFF, ERROR, INFO');
    }
    if (value !== 'OFF' && !mayLog) {
      throw badRequest('CloudWatch Logs role ARN must be set in account settings to enable logging');
    }
    return { loggingLevel: value };
  },
  'throttling/burstLimit': (value) => ({ throttlingBurstLimit: number(value) }),
  'throttling/rateLimit': (value) => ({ throttlingRateLimit: number(value) }),
  'caching/enabled': (value) => {
    if (readBoolean(value)) throw notImplemented('The cache of a stage');
    return { cachingEnabled: false };
  },
  'caching/ttlInSeconds': (value) => ({ cacheTtlInSeconds: number(value) }),
  'caching/dataEncrypted': (value) => ({ cacheDataEncrypted: readBoolean(value) }),
  'caching/requireAuthorizationForCacheControl': (value) => ({
    requireAuthorizationForCacheControl: readBoolean(value),
  }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorizedCacheControlHeaderStrategy: value as NonNullable<
      MethodSetting['unauthorizedCacheControlHeaderStrategy']
    >,
  }),
};

function settingRules(around: StageSurroundings): PatchRule<StageRow>[] {
  const rules: PatchRule<StageRow>[] = Object.entries(settings).map(([name, read]) => {
    const change: Change<StageRow> = (row, value, _, { resource, method }) => {
      const key = `${resource}/${method}`;
      const before = row.methodSettings[key] ?? usualSetting;
      return {
        ...row,
        methodSettings: { ...row.methodSettings, [key]: { ...before, ...read(value, around) } },
      };
    };
    return { path: `/{resource}/{method}/${name}`, add: change, replace: change };
  });
  const remove: Change<StageRow> = (row, _, __, { resource, method }) => {
    const key = `${resource}/${method}`;
    if (!Object.hasOwn(row.methodSettings, key)) throw noMethodSetting(key);
    return { ...row, methodSettings: without(row.methodSettings, key) };
  };
  return [...rules, { path: '/{resource}/{method}', remove }];
}

/** The sentence of AWS, its missing commas included. */
const ALLOWED = `/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, ${allowedFor('{resourcePath}/{httpMethod}', ['', ''])}, ${allowedFor('*/*', [' ', ' '])}, /variables/{variable_name}, /tracingEnabled`;

function allowedFor(prefix: string, [a, b]: [string, string]): string {
  const p = `/${prefix}`;
  return `${p}/metrics/enabled, ${p}/logging/dataTrace, ${p}/logging/loglevel, ${p}/throttling/burstLimit${a}${p}/throttling/rateLimit${b}${p}/caching/ttlInSeconds, ${p}/caching/enabled, ${p}/caching/dataEncrypted, ${p}/caching/requireAuthorizationForCacheControl, ${p}/caching/unauthorizedCacheControlHeaderStrategy`;
}
