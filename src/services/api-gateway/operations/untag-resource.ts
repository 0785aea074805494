import type { UntagResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { tagged } from '../records/tagged.ts';

/** Takes tags away. */
export function untagResource(
  input: InputOf<typeof UntagResourceCommand>,
  context: Context,
): OutputOf<typeof UntagResourceCommand> {
  tagged(context, input.resourceArn).change((tags) =>
    Object.fromEntries(Object.entries(tags).filter(([name]) => !input.tagKeys.includes(name))),
  );
  return {};
}
