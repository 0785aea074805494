import type { TagResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { tagged } from '../records/tagged.ts';

/** Adds or replaces tags. */
export function tagResource(
  input: InputOf<typeof TagResourceCommand>,
  context: Context,
): OutputOf<typeof TagResourceCommand> {
  tagged(context, input.resourceArn).change((tags) => ({ ...tags, ...input.tags }));
  return {};
}
