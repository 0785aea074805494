import { invalidInput, limitExceeded } from './faults.ts';
import { limits } from './limits.ts';
import type { Tags } from './records/rows.ts';

type Given = readonly { Key: string | undefined; Value: string | undefined }[] | undefined;

/** The tags of a request that makes something. @throws Fault for keys given twice, whatever their case, or too many */
export function newTags(given: Given): Tags {
  return withTags([], given);
}

/** The tags with more set over them. */
export function withTags(tags: Tags, given: Given): Tags {
  const more = (given ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const keys = more.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw invalidInput('Tag keys starting with aws: are reserved for system use.');
  }
  const all = [...tags.filter(({ Key }) => !keys.includes(Key.toLowerCase())), ...more];
  if (all.length > limits.tags)
    throw limitExceeded(`The number of tags has reached the maximum limit of ${limits.tags}.`);
  return all;
}

/** The tags without those of the given keys. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter(({ Key }) => !gone.has(Key.toLowerCase()));
}

/** Tags as SDK shapes. */
export const toTags = (tags: Tags) => tags.map((tag) => ({ ...tag }));
