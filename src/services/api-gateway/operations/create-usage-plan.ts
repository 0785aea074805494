import type { CreateUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { newId } from '../records/ids.ts';
import type { UsagePlanRow } from '../records/rows.ts';
import { checkApiStage, checkQuota, usagePlanAnswer } from '../records/usage-plan.ts';

/** Makes a usage plan. */
export function createUsagePlan(
  input: InputOf<typeof CreateUsagePlanCommand>,
  context: Context,
): OutputOf<typeof CreateUsagePlanCommand> {
  const { kept, ids, deployer } = context;
  const { name, description, apiStages = [], throttle, quota, tags } = input;
  if (kept.usagePlans.count() >= limits.usagePlans) {
    throw limitExceeded('Maximum number of usage plans for this account has been reached.');
  }
  const id = newId.usagePlan(ids);
  checkQuota(quota);
  for (const stage of apiStages) checkApiStage(context, stage, id);
  const row: UsagePlanRow = {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    apiStages,
    ...(throttle === undefined ? {} : { throttle }),
    ...(quota === undefined ? {} : { quota: { ...quota, offset: quota.offset ?? 0 } }),
    ...(tags === undefined ? {} : { tags }),
  };
  kept.usagePlans.put(id, row);
  deployer.placePlans(context);
  return usagePlanAnswer(row);
}
