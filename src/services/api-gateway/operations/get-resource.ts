import type { GetResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { resourceOf } from '../records/find.ts';
import { resourceAnswer } from '../records/resource.ts';

/** Describes a resource. */
export function getResource(
  input: InputOf<typeof GetResourceCommand>,
  context: Context,
): OutputOf<typeof GetResourceCommand> {
  return resourceAnswer(resourceOf(context, input.restApiId, input.resourceId), input.embed);
}
