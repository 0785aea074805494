import type { CreateApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest, conflict } from '../faults.ts';
import { apiKeyAnswer, makeApiKey } from '../records/api-key.ts';

/** Makes an API key; its value is drawn unless one is given. */
export function createApiKey(
  input: InputOf<typeof CreateApiKeyCommand>,
  context: Context,
): OutputOf<typeof CreateApiKeyCommand> {
  const { kept, ids, timeMs, deployer } = context;
  const row = makeApiKey(input, { ids, timeMs });
  const taken = kept.apiKeys.list().some(({ row: { value } }) => value === row.value);
  if (taken) throw conflict('API Key already exists');
  for (const { restApiId = '', stageName = '' } of input.stageKeys ?? []) {
    if (!kept.stages.get(`${restApiId}/${stageName}`)) throw badRequest('Invalid stage identifier specified');
  }
  kept.apiKeys.put(row.id, row);
  deployer.placePlans(context);
  return apiKeyAnswer(row, true);
}
