import type { GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { apiKeyAnswer } from '../records/api-key.ts';
import { apiKeyOf } from '../records/find.ts';

/** Describes an API key. */
export function getApiKey(
  input: InputOf<typeof GetApiKeyCommand>,
  context: Context,
): OutputOf<typeof GetApiKeyCommand> {
  return apiKeyAnswer(apiKeyOf(context, input.apiKey), input.includeValue ?? false);
}
