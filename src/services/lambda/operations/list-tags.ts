import type { Operation } from '../context.ts';
import { taggedFunction } from '../tags.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags: Operation<'ListTags'> = (input, context) => ({
  Tags: { ...taggedFunction(input.Resource, context).row.tags },
});
