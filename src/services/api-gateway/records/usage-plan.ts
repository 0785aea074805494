import type { ApiStage, UsagePlan } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { badRequest, notFound } from '../faults.ts';
import type { UsagePlanRow } from './rows.ts';

/** A usage plan as it is answered. */
export const usagePlanAnswer = (row: UsagePlanRow): UsagePlan => ({
  ...row,
  apiStages: [...row.apiStages],
  tags: { ...row.tags },
});

/** Refuses a quota whose day is not in its period. */
export function checkQuota(quota: UsagePlanRow['quota']): void {
  if (!quota) return;
  const { limit, period, offset = 0 } = quota;
  if (limit === undefined || period === undefined) {
    throw badRequest('Usage Plan quota settings must have a limit and a period');
  }
  if (!['DAY', 'WEEK', 'MONTH'].includes(period)) {
    throw badRequest('Usage Plan quota period must be one of DAY, WEEK, MONTH');
  }
  if (limit < 0) throw badRequest('Usage Plan quota limit must be zero or greater');
  if (period === 'DAY' && offset !== 0)
    throw badRequest('Usage Plan quota offset must be zero in the DAY period');
  if (period === 'WEEK' && (offset < 0 || offset > 6)) {
    throw badRequest('Usage Plan quota offset must be between zero and six inclusive in the WEEK period');
  }
  if (period === 'MONTH' && (offset < 0 || offset > 27)) {
    throw badRequest('Usage Plan quota offset must be between zero and 27 inclusive in the MONTH period');
  }
}

/** Refuses a stage that is not there. */
export function checkApiStage({ kept }: Context, { apiId = '', stage = '' }: ApiStage, planId: string): void {
  if (!kept.stages.get(`${apiId}/${stage}`)) {
    throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`);
  }
}

/** Takes stages that are gone out of every plan. */
export function detachStages({ kept }: Context, gone: (stage: ApiStage) => boolean): void {
  for (const { key, row } of kept.usagePlans.list()) {
    const apiStages = row.apiStages.filter((stage) => !gone(stage));
    if (apiStages.length !== row.apiStages.length) kept.usagePlans.put(key, { ...row, apiStages });
  }
}
