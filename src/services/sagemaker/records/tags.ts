import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Records } from '../../../store/index.ts';
import { validation } from '../faults.ts';
import { TAGS_PER_RESOURCE } from '../limits.ts';

/** The tags of one resource, by key. */
export type TagsRow = Readonly<Record<string, string>>;

/** The tags of a call by key; refuses a key that comes twice. */
export function tagsOf(tags: readonly Tag[] | undefined): TagsRow {
  const row = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (row.has(Key)) throw validation(`Duplicate tag keys found: ${Key}`);
    row.set(Key, Value);
  }
  return Object.fromEntries(row);
}

/** Adds tags to those of a resource, its ARN the key. */
export function addTags(records: Records<TagsRow>, arn: string, added: TagsRow): TagsRow {
  const merged = { ...records.get(arn), ...added };
  const count = Object.keys(merged).length;
  if (count > TAGS_PER_RESOURCE) {
    throw validation(`The number of tags on a resource must not exceed ${TAGS_PER_RESOURCE}; found ${count}`);
  }
  if (count > 0) records.put(arn, merged);
  return merged;
}
