import type { UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { applyPatch, type PatchRule, readNumber } from '../patch.ts';
import { apiKeyOf, usagePlanOf } from '../records/find.ts';
import { quotaSpec } from '../translate/plan-spec.ts';

const rules: readonly PatchRule<{ remaining: number }>[] = [
  {
    path: '/remaining',
    replace: (_, value) => ({
      remaining: readNumber(value, () => badRequest('Invalid remaining value specified')),
    }),
  },
];

/** Grants a key more requests, or fewer, for the rest of the period. */
export function updateUsage(
  input: InputOf<typeof UpdateUsageCommand>,
  context: Context,
): OutputOf<typeof UpdateUsageCommand> {
  const { usagePlanId, keyId, patchOperations } = input;
  const plan = usagePlanOf(context, usagePlanId);
  apiKeyOf(context, keyId);
  const quota = quotaSpec(plan.quota);
  if (!quota) throw badRequest('Usage Plan does not have a quota');
  const { remaining } = applyPatch({ remaining: 0 }, patchOperations, rules);
  const { usage } = context.gateway;
  usage.setRemaining(usagePlanId, keyId, quota, remaining, context.timeMs);
  usage.flush();
  const day = new Date(context.timeMs).toISOString().slice(0, 10);
  const report = usage.report(usagePlanId, keyId, quota, context.timeMs, context.timeMs);
  return { usagePlanId, startDate: day, endDate: day, items: { [keyId]: report } };
}
