import type { QuotaSettings, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { KeySpec, PlanSpec, QuotaSpec, ThrottleSpec } from '../../../engine/gateway/index.ts';
import type { ApiKeyRow, UsagePlanRow } from '../records/rows.ts';
import { methodKey } from './method-key.ts';

/** A usage plan as the gateway holds to it. */
export function planSpec(row: UsagePlanRow, keyIds: readonly string[]): PlanSpec {
  const throttle = throttleSpec(row.throttle);
  const quota = quotaSpec(row.quota);
  return {
    id: row.id,
    ...(throttle && { throttle }),
    ...(quota && { quota }),
    stages: row.apiStages.map(({ apiId = '', stage = '', throttle: throttles }) => ({
      apiId,
      stage,
      throttles: Object.fromEntries(
        Object.entries(throttles ?? {}).flatMap(([key, settings]): [string, ThrottleSpec][] => {
          const spec = throttleSpec(settings);
          return spec ? [[methodKey(key), spec]] : [];
        }),
      ),
    })),
    keyIds,
  };
}

/** A rate and burst; none when neither is set, or both are below zero: without limit. */
export function throttleSpec(settings: ThrottleSettings | undefined): ThrottleSpec | undefined {
  const { rateLimit, burstLimit } = settings ?? {};
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  if ((rateLimit ?? -1) < 0 && (burstLimit ?? -1) < 0) return undefined;
  const rate = rateLimit === undefined || rateLimit < 0 ? 10_000 : rateLimit;
  const burst = burstLimit === undefined || burstLimit < 0 ? Math.max(1, Math.ceil(rate)) : burstLimit;
  return { ratePerSecond: rate, burst };
}

/** A quota; none when it has no limit or period. */
export function quotaSpec(quota: QuotaSettings | undefined): QuotaSpec | undefined {
  if (quota?.limit === undefined || quota.period === undefined) return undefined;
  return { limit: quota.limit, period: quota.period, offset: quota.offset ?? 0 };
}

/** An API key as the gateway knows it. */
export const keySpec = ({ id, value, enabled }: ApiKeyRow): KeySpec => ({ id, value, enabled });
