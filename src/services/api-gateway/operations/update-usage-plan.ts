import type { UpdateUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { usagePlanOf } from '../records/find.ts';
import { patchUsagePlan } from '../records/patch-usage-plan.ts';
import { usagePlanAnswer } from '../records/usage-plan.ts';

/** Patches a usage plan; it holds at once. */
export function updateUsagePlan(
  input: InputOf<typeof UpdateUsagePlanCommand>,
  context: Context,
): OutputOf<typeof UpdateUsagePlanCommand> {
  const { kept, deployer } = context;
  const row = patchUsagePlan(usagePlanOf(context, input.usagePlanId), input.patchOperations, context);
  kept.usagePlans.put(row.id, row);
  deployer.placePlans(context);
  return usagePlanAnswer(row);
}
