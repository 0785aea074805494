import { ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { invalidArgument } from '../faults.ts';
import { openBucket } from '../find.ts';
import { keyWriter, pageLimit } from '../translate/page.ts';
import { listKeys, listedObject } from './list-objects.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: S3Operation<'ListObjectsV2'> = (input, context) => {
  const bucket = openBucket(context, input);
  const write = keyWriter(input.EncodingType);
  const { Prefix = '', Delimiter = '', StartAfter, ContinuationToken } = input;
  const limit = pageLimit(input.MaxKeys, 'max-keys');
  const after = ContinuationToken === undefined ? (StartAfter ?? '') : readToken(ContinuationToken);
  const page = listKeys(context, bucket, { prefix: Prefix, delimiter: Delimiter, after, limit });
  const owner = input.FetchOwner ? { Owner: ownerOf(bucket.account) } : {};
  return {
    Name: bucket.name,
    Prefix: write(Prefix),
    ...(Delimiter && { Delimiter: write(Delimiter) }),
    ...(StartAfter !== undefined && { StartAfter: write(StartAfter) }),
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    MaxKeys: limit,
    KeyCount: page.entries.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    ...(page.next && { NextContinuationToken: Buffer.from(page.next.key).toString('base64url') }),
    Contents: page.entries.map((entry) => ({ ...listedObject(entry, write), ...owner })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
  };
};

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (token !== '' && Buffer.from(key).toString('base64url') === token) return key;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
