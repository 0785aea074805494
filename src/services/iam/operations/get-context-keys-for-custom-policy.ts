import type { Operation } from '../context.ts';
import { contextKeysOf } from '../simulate.ts';

/**
 * The condition keys that policies speak of.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html
 */
export const getContextKeysForCustomPolicy: Operation<'GetContextKeysForCustomPolicy'> = (
  { PolicyInputList },
  context,
) => ({
  ContextKeyNames: contextKeysOf(context, PolicyInputList),
});
