import type { CreateUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest, conflict } from '../faults.ts';
import { apiKeyOf, usagePlanOf } from '../records/find.ts';
import { checkOnePlanAStage } from '../records/plan-key.ts';

/** Puts an API key in a usage plan. */
export function createUsagePlanKey(
  input: InputOf<typeof CreateUsagePlanKeyCommand>,
  context: Context,
): OutputOf<typeof CreateUsagePlanKeyCommand> {
  const { kept, deployer } = context;
  const { usagePlanId, keyId, keyType } = input;
  const plan = usagePlanOf(context, usagePlanId);
  const key = apiKeyOf(context, keyId);
  if (keyType !== 'API_KEY') throw badRequest('Invalid key type specified. Valid options are API_KEY');
  if (kept.planKeys.get(`${usagePlanId}/${keyId}`)) {
    throw conflict(
      `Usage Plan ${usagePlanId} cannot be added because API Key ${keyId} is already subscribed to it`,
    );
  }
  checkOnePlanAStage(context, plan, keyId);
  kept.planKeys.put(`${usagePlanId}/${keyId}`, { id: keyId, type: 'API_KEY' });
  deployer.placePlans(context);
  return { id: keyId, type: keyType, value: key.value, name: key.name };
}
