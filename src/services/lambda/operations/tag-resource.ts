import type { Operation } from '../context.ts';
import { invalid } from '../faults.ts';
import { TAGS } from '../limits.ts';
import { taggedFunction } from '../tags.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource: Operation<'TagResource'> = (input, context) => {
  const { name, row } = taggedFunction(input.Resource, context);
  if (Object.keys(input.Tags).length === 0)
    throw invalid('An error occurred and the request cannot be processed.');
  const tags = { ...row.tags, ...input.Tags };
  if (Object.keys(tags).length > TAGS) throw invalid('Number of tags exceeds resource tag limit.');
  context.records.functions.put(name.name, { ...row, tags });
  return {};
};
