import type { MethodSetting } from '@aws-sdk/client-api-gateway';
import type { ApiSpec, MethodSettingsSpec, StageSpec } from '../../../engine/gateway/index.ts';
import type { StageRow } from '../records/rows.ts';
import { methodKey } from './method-key.ts';
import { throttleSpec } from './plan-spec.ts';

/** What the gateway serves under a stage's name. */
export function stageSpec(row: StageRow, api: ApiSpec): StageSpec {
  const { destinationArn, format } = row.accessLogSettings ?? {};
  return {
    api,
    name: row.stageName,
    variables: row.variables ?? {},
    settings: Object.fromEntries(
      Object.entries(row.methodSettings).map(([key, setting]) => [methodKey(key), settingsSpec(setting)]),
    ),
    ...(destinationArn && format ? { accessLog: { logGroup: logGroupOf(destinationArn), format } } : {}),
  };
}

const settingsSpec = (setting: MethodSetting): MethodSettingsSpec => {
  const throttle = throttleSpec({
    rateLimit: setting.throttlingRateLimit,
    burstLimit: setting.throttlingBurstLimit,
  });
  return {
    ...(throttle && { throttle }),
    logging: setting.loggingLevel === 'INFO' ? 'info' : setting.loggingLevel === 'ERROR' ? 'error' : 'off',
    dataTrace: setting.dataTraceEnabled ?? false,
    detailedMetrics: setting.metricsEnabled ?? false,
  };
};

/** The group in `arn:aws:logs:region:account:log-group:NAME`, with or without `:*` at its end. */
const logGroupOf = (arn: string): string => arn.split(':').slice(6).join(':').replace(/:\*$/, '');
