import type { S3Context } from '../context.ts';
import { openBucket } from '../find.ts';
import type { Bucket, StoredSettings } from '../records/bucket.ts';

interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** A setting as it was given, dates and all; undefined when it never was. */
export function readStored<Value>(bucket: Bucket, name: keyof StoredSettings): Value | undefined {
  const value = bucket.stored?.[name];
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value), reviveDate) as Value);
}

/** Keeps a setting as it is given. */
export function writeStored(
  context: S3Context,
  input: BucketInput,
  name: keyof StoredSettings,
  value: object,
): void {
  const bucket = openBucket(context, input);
  context.buckets.update(bucket.name, (row) => ({ ...row, stored: { ...row.stored, [name]: value } }));
}

/** Forgets a setting. */
export function dropStored(context: S3Context, input: BucketInput, name: keyof StoredSettings): void {
  const bucket = openBucket(context, input);
  context.buckets.update(bucket.name, (row) => {
    const { [name]: _, ...rest } = row.stored ?? {};
    return { ...row, stored: rest };
  });
}

const reviveDate = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
    ? new Date(value)
    : value;
