import type { GetResourcesCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { resourceAnswer } from '../records/resource.ts';

/** Lists the resources of an API by path. */
export function getResources(
  input: InputOf<typeof GetResourcesCommand>,
  context: Context,
): OutputOf<typeof GetResourcesCommand> {
  const { id } = restApiOf(context, input.restApiId);
  const rows = rowsOf(context.kept.resources, id).sort((a, b) => (a.path < b.path ? -1 : 1));
  const { items, ...more } = page(rows, input, (row) => row.id);
  return { items: items.map((row) => resourceAnswer(row, input.embed)), ...more };
}
