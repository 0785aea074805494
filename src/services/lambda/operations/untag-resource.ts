import type { Operation } from '../context.ts';
import { taggedFunction } from '../tags.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource: Operation<'UntagResource'> = (input, context) => {
  const { name, row } = taggedFunction(input.Resource, context);
  const gone = new Set(input.TagKeys);
  const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !gone.has(key)));
  context.records.functions.put(name.name, { ...row, tags });
  return {};
};
