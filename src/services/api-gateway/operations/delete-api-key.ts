import type { DeleteApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { apiKeyOf } from '../records/find.ts';

/** Deletes an API key; no plan lets it in any longer. */
export function deleteApiKey(
  input: InputOf<typeof DeleteApiKeyCommand>,
  context: Context,
): OutputOf<typeof DeleteApiKeyCommand> {
  const { kept, deployer, transaction } = context;
  const { id } = apiKeyOf(context, input.apiKey);
  transaction(() => {
    kept.apiKeys.delete(id);
    for (const { key, row } of kept.planKeys.list()) if (row.id === id) kept.planKeys.delete(key);
  });
  deployer.placePlans(context);
  return {};
}
