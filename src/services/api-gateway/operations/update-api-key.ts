import type { UpdateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { applyPatch, member, type PatchRule, readBoolean } from '../patch.ts';
import { apiKeyAnswer, checkApiKeyText } from '../records/api-key.ts';
import { apiKeyOf } from '../records/find.ts';
import type { ApiKeyRow } from '../records/rows.ts';

const rules: readonly PatchRule<ApiKeyRow>[] = [
  member<ApiKeyRow, 'description'>('description', (description) => {
    checkApiKeyText({ description });
    return description;
  }),
  member<ApiKeyRow, 'enabled'>('enabled', readBoolean),
  member<ApiKeyRow, 'name'>('name', (name) => {
    checkApiKeyText({ name });
    return name;
  }),
  member<ApiKeyRow, 'customerId'>('customerId'),
];

/** Patches an API key. */
export function updateApiKey(
  input: InputOf<typeof UpdateApiKeyCommand>,
  context: Context,
): OutputOf<typeof UpdateApiKeyCommand> {
  const { kept, timeMs, deployer } = context;
  const patched = applyPatch(apiKeyOf(context, input.apiKey), input.patchOperations, rules);
  const row = { ...patched, lastUpdatedDate: timeMs };
  kept.apiKeys.put(row.id, row);
  deployer.placePlans(context);
  return apiKeyAnswer(row, false);
}
