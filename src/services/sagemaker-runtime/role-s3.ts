import { Readable } from 'node:stream';
import type { Caller, InsideClient } from '../../wire/index.ts';
import type { S3Location } from './hosted.ts';

/** S3, as an execution role and in a Region. */
export interface RoleS3 {
  readonly inside: InsideClient;
  readonly caller: Caller;
  readonly region: string;
}

/** An object that is being read. */
export interface OpenObject {
  readonly stream: Readable;
  readonly bytes: number;
}

/** @throws Fault of S3 */
export async function openObject(s3: RoleS3, { bucket, key }: S3Location): Promise<OpenObject> {
  type Body = Readable | Uint8Array | AsyncIterable<Uint8Array>;
  const { Body: body, ContentLength = 0 } = await s3.inside.call<{ Body: Body; ContentLength?: number }>({
    service: 's3',
    operation: 'GetObject',
    input: { Bucket: bucket, Key: key },
    caller: s3.caller,
    region: s3.region,
  });
  if (body instanceof Readable) return { stream: body, bytes: ContentLength };
  const pieces = body instanceof Uint8Array ? [Buffer.from(body)] : body;
  return { stream: Readable.from(pieces, { objectMode: false }), bytes: ContentLength };
}

/** What is written to S3. */
export interface NewObject {
  readonly body: Readable | Uint8Array;
  readonly contentType?: string | undefined;
  readonly kmsKeyId?: string | undefined;
}

/** @throws Fault of S3, or what the stream failed with; then there is no object */
export async function writeObject(
  s3: RoleS3,
  { bucket, key }: S3Location,
  { body, contentType, kmsKeyId }: NewObject,
): Promise<void> {
  await s3.inside.call({
    service: 's3',
    operation: 'PutObject',
    input: {
      Bucket: bucket,
      Key: key,
      Body: body,
      ...(contentType !== undefined && { ContentType: contentType }),
      ...(kmsKeyId !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
    },
    caller: s3.caller,
    region: s3.region,
  });
}
