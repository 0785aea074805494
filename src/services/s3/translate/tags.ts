import type { Tag } from '@aws-sdk/client-s3';
import { invalidArgument, invalidTag } from '../faults.ts';

/** Letters, digits, spaces and `_ . : / = + - @`. */
const PLAIN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Tags that keep the rules, or InvalidTag.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
 */
export function checkTags(tags: readonly Tag[], most: number, of: 'Object' | 'Bucket'): readonly Tag[] {
  if (tags.length > most) {
    throw of === 'Object'
      ? invalidArgumentTooMany(tags.length, most)
      : invalidTag(`Bucket tag count cannot be greater than ${most}`);
  }
  const seen = new Set<string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.length > 128 || !PLAIN.test(Key))
      throw invalidTag('The TagKey you have provided is invalid');
    if (Value.length > 256 || !PLAIN.test(Value))
      throw invalidTag('The TagValue you have provided is invalid');
    if (Key.toLowerCase().startsWith('aws:'))
      throw invalidTag('System tags cannot be added/updated by requester');
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key');
    seen.add(Key);
  }
  return tags.map(({ Key, Value }) => ({ Key, Value: Value ?? '' }));
}

const invalidArgumentTooMany = (count: number, most: number) =>
  invalidTag(`Object tags cannot be greater than ${most}: ${count}`);

/** The tags of an `x-amz-tagging` header, a query string. */
export function tagsOfHeader(header: string | undefined): Tag[] | undefined {
  if (header === undefined) return undefined;
  const tags = header === '' ? [] : [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  if (tags.some(({ Key }) => Key === '')) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return tags;
}
