import type { GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { apiKeyAnswer } from '../records/api-key.ts';

/** Lists the API keys, newest first; by the beginning of their name, or by customer. */
export function getApiKeys(
  input: InputOf<typeof GetApiKeysCommand>,
  context: Context,
): OutputOf<typeof GetApiKeysCommand> {
  const { nameQuery, customerId } = input;
  const rows = context.kept.apiKeys
    .list()
    .map(({ row }) => row)
    .filter((row) => nameQuery === undefined || row.name?.startsWith(nameQuery))
    .filter((row) => customerId === undefined || row.customerId === customerId)
    .sort((a, b) => b.createdDate - a.createdDate);
  const { items, ...more } = page(rows, input, ({ id }) => id);
  return { items: items.map((row) => apiKeyAnswer(row, input.includeValues ?? false)), ...more };
}
