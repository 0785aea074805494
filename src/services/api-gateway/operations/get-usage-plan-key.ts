import type { GetUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { usagePlanOf } from '../records/find.ts';
import { planKeyAnswer } from '../records/plan-key.ts';

/** Describes a key of a usage plan. */
export function getUsagePlanKey(
  input: InputOf<typeof GetUsagePlanKeyCommand>,
  context: Context,
): OutputOf<typeof GetUsagePlanKeyCommand> {
  usagePlanOf(context, input.usagePlanId);
  return planKeyAnswer(context, input.usagePlanId, input.keyId);
}
