import type { StoredCode } from '../../engine/functions/index.ts';
import { Fault } from '../../wire/index.ts';
import type { LambdaContext } from './context.ts';
import { badArchive, invalid, notImplemented, unpackedTooLarge, zippedTooLarge } from './faults.ts';
import { UNPACKED_BYTES, ZIPPED_BYTES } from './limits.ts';

/** Where an archive comes from. */
export interface Upload {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly ImageUri?: string | undefined;
  readonly SourceKMSKeyArn?: string | undefined;
}

/**
 * Takes an archive in and runs `record` with it, which writes down who uses it; what is not written down is removed again.
 * @throws Fault when it cannot be had, or is none that may be unpacked
 */
export async function withCode<Result>(
  upload: Upload,
  context: LambdaContext,
  record: (code: StoredCode) => Result,
): Promise<Result> {
  const stored = await context.code.add(await archiveOf(upload, context));
  if ('fault' in stored) {
    throw stored.fault === 'too-large' ? unpackedTooLarge(UNPACKED_BYTES) : badArchive();
  }
  try {
    return record(stored);
  } finally {
    context.code.release(stored.id);
  }
}

/** The archive's bytes, from the request or, with the caller's rights, from S3. */
async function archiveOf(upload: Upload, context: LambdaContext): Promise<Buffer> {
  if (upload.ImageUri) throw notImplemented('A function from an image (ImageUri)');
  if (upload.SourceKMSKeyArn) throw notImplemented('An encrypted archive (SourceKMSKeyArn)');
  if (upload.ZipFile) {
    if (upload.ZipFile.length > ZIPPED_BYTES) throw zippedTooLarge(ZIPPED_BYTES);
    if (upload.ZipFile.length === 0) throw invalid('Uploaded file must be a non-empty zip');
    return Buffer.from(upload.ZipFile.buffer, upload.ZipFile.byteOffset, upload.ZipFile.length);
  }
  if (!upload.S3Bucket || !upload.S3Key) throw invalid('Please provide a source for function code.');
  return fromS3(upload, context);
}

async function fromS3(
  { S3Bucket, S3Key, S3ObjectVersion }: Upload,
  { inside, call }: LambdaContext,
): Promise<Buffer> {
  try {
    const input = { Bucket: S3Bucket, Key: S3Key, ...(S3ObjectVersion && { VersionId: S3ObjectVersion }) };
    const request = {
      service: 's3',
      operation: 'GetObject',
      input,
      caller: call.caller,
      region: call.region,
    };
    const { Body } = await inside.call<{ Body: AsyncIterable<Uint8Array> | Uint8Array }>({
      ...request,
      signal: call.signal,
    });
    return await collect(Body);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'InvalidParameterValueException') throw error;
    throw invalid(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

async function collect(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > UNPACKED_BYTES) throw unpackedTooLarge(UNPACKED_BYTES);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
