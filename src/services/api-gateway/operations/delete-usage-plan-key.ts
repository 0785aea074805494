import type { DeleteUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchApiKey } from '../faults.ts';
import { usagePlanOf } from '../records/find.ts';

/** Takes an API key out of a usage plan. */
export function deleteUsagePlanKey(
  input: InputOf<typeof DeleteUsagePlanKeyCommand>,
  context: Context,
): OutputOf<typeof DeleteUsagePlanKeyCommand> {
  const { kept, deployer } = context;
  usagePlanOf(context, input.usagePlanId);
  if (!kept.planKeys.delete(`${input.usagePlanId}/${input.keyId}`)) throw noSuchApiKey();
  deployer.placePlans(context);
  return {};
}
