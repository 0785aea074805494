import type { GetUsagePlanCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { usagePlanOf } from '../records/find.ts';
import { usagePlanAnswer } from '../records/usage-plan.ts';

/** Describes a usage plan. */
export function getUsagePlan(
  input: InputOf<typeof GetUsagePlanCommand>,
  context: Context,
): OutputOf<typeof GetUsagePlanCommand> {
  return usagePlanAnswer(usagePlanOf(context, input.usagePlanId));
}
