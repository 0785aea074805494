import type { DeleteUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { conflict } from '../faults.ts';
import { usagePlanOf } from '../records/find.ts';

/** Deletes a usage plan that has no stages. */
export function deleteUsagePlan(
  input: InputOf<typeof DeleteUsagePlanCommand>,
  context: Context,
): OutputOf<typeof DeleteUsagePlanCommand> {
  const { kept, deployer, transaction } = context;
  const { id, apiStages } = usagePlanOf(context, input.usagePlanId);
  if (apiStages.length > 0) {
    throw conflict(
      `Usage plan ${id} cannot be deleted, because it contains API Stages. Please remove all API Stages from the usage plan before deletion.`,
    );
  }
  transaction(() => {
    kept.usagePlans.delete(id);
    for (const { key } of kept.planKeys.list({ prefix: `${id}/` })) kept.planKeys.delete(key);
  });
  deployer.placePlans(context);
  return {};
}
