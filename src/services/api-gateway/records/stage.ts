import type { MethodSetting, Stage } from '@aws-sdk/client-api-gateway';
import { badRequest, notImplemented } from '../faults.ts';
import type { StageRow } from './rows.ts';

/** What a request says of a new stage. */
export interface StageInput {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string | undefined;
  readonly variables?: Record<string, string> | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly cacheClusterEnabled?: boolean | undefined;
  readonly cacheClusterSize?: string | undefined;
  readonly canarySettings?: object | undefined;
  readonly tracingEnabled?: boolean | undefined;
  readonly documentationVersion?: string | undefined;
}

/** Makes a stage of a request, or refuses it. */
export function makeStage(input: StageInput, timeMs: number): StageRow {
  checkStageName(input.stageName);
  if (input.cacheClusterEnabled || input.cacheClusterSize) throw notImplemented('The cache of a stage');
  if (input.canarySettings) throw notImplemented('The canary of a stage');
  if (input.tracingEnabled) throw notImplemented('X-Ray tracing of a stage');
  if (input.documentationVersion) throw notImplemented('The documentation version of a stage');
  checkVariables(input.variables);
  return {
    stageName: input.stageName,
    deploymentId: input.deploymentId,
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.variables === undefined ? {} : { variables: input.variables }),
    ...(input.tags === undefined ? {} : { tags: input.tags }),
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: timeMs,
    lastUpdatedDate: timeMs,
  };
}

/** Refuses a name that a URL cannot carry. */
function checkStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_-');
  }
}

/** Names of letters, digits and `_`; values within the characters of a URL. */
export function checkVariables(variables: Readonly<Record<string, string>> | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!/^[A-Za-z0-9_]+$/.test(name) || !/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value)) {
      throw badRequest(
        'Stage variable names and values can only contain alphanumeric characters and -._~:/?#&=,',
      );
    }
  }
}

/** A stage as it is answered. */
export const stageAnswer = (row: StageRow): Stage => ({
  ...row,
  createdDate: new Date(row.createdDate),
  lastUpdatedDate: new Date(row.lastUpdatedDate),
});

/** What a method of a stage has before anything is set. */
export const usualSetting: MethodSetting = Object.freeze({
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
});
