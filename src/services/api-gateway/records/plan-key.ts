import type { UsagePlanKey } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { conflict, noSuchApiKey } from '../faults.ts';
import type { UsagePlanRow } from './rows.ts';

/** A key of a plan as it is answered, or the fault that the plan has it not. */
export function planKeyAnswer({ kept }: Context, planId: string, keyId: string): UsagePlanKey {
  const row = kept.planKeys.get(`${planId}/${keyId}`);
  const key = kept.apiKeys.get(keyId);
  if (!row || !key) throw noSuchApiKey();
  return {
    id: keyId,
    type: row.type,
    value: key.value,
    ...(key.name === undefined ? {} : { name: key.name }),
  };
}

/** A key may be in many plans, but in one only for each stage. */
export function checkOnePlanAStage({ kept }: Context, plan: UsagePlanRow, keyId: string): void {
  const own = new Set(plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`));
  for (const { row } of kept.usagePlans.list()) {
    if (row.id === plan.id || !kept.planKeys.get(`${row.id}/${keyId}`)) continue;
    const shared = row.apiStages.find(({ apiId, stage }) => own.has(`${apiId}:${stage}`));
    if (shared) {
      throw conflict(
        `Usage Plan ${plan.id} cannot be added because API Key ${keyId} cannot reference multiple Usage Plans with the same API stage: ${shared.apiId}:${shared.stage}`,
      );
    }
  }
}
