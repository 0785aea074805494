import type { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { restApiAnswer } from '../records/rest-api.ts';

/** Lists the APIs, oldest first. */
export function getRestApis(
  input: InputOf<typeof GetRestApisCommand>,
  context: Context,
): OutputOf<typeof GetRestApisCommand> {
  const rows = context.kept.restApis.list().map(({ row }) => row);
  rows.sort((a, b) => a.createdDate - b.createdDate);
  const { items, ...more } = page(rows, input, ({ id }) => id);
  return { items: items.map(restApiAnswer), ...more };
}
