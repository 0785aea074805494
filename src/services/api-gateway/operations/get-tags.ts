import type { GetTagsCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { tagged } from '../records/tagged.ts';

/** Lists the tags of a resource. */
export function getTags(
  input: InputOf<typeof GetTagsCommand>,
  context: Context,
): OutputOf<typeof GetTagsCommand> {
  return { tags: { ...tagged(context, input.resourceArn).tags } };
}
