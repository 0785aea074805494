import { Readable } from 'node:stream';
import { type Draft, TooLarge } from '../../engine/objects/index.ts';
import type { CallContext } from '../../wire/index.ts';
import type { S3Context } from './context.ts';
import { entityTooLarge, incompleteBody, invalidRequest } from './faults.ts';
import { MAX_PUT_BYTES } from './limits.ts';
import {
  type AnnouncedChecksum,
  announcedChecksum,
  announcedMd5,
  type ChecksumMembers,
  type ChecksumName,
  compareDigests,
  digestOfChecksum,
} from './translate/checksums.ts';

/** What PutObject and UploadPart bring. */
export interface BodyInput extends ChecksumMembers {
  readonly Body?: Readable | Uint8Array | undefined;
  readonly ContentLength?: number | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
}

/** Bytes that came in whole and as announced. */
export interface ReceivedBody {
  readonly draft: Draft;
  /** Hexadecimal MD5. */
  readonly etag: string;
  /** Base64, of the algorithm wanted. */
  readonly checksum: string;
  readonly algorithm: ChecksumName;
}

/**
 * Writes a body to disk and compares it with what was announced: length, Content-MD5, checksum.
 * @param choose the checksum to keep, given the announced one
 * @throws Fault EntityTooLarge, BadDigest, InvalidDigest, InvalidRequest; then nothing is left
 */
export async function receiveBody(
  { bytes, call }: S3Context,
  input: BodyInput,
  choose: (announced: AnnouncedChecksum | undefined) => ChecksumName,
): Promise<ReceivedBody> {
  const md5 = announcedMd5(input.ContentMD5);
  const announced = announcedChecksum(input, call);
  const algorithm = choose(announced);
  const length = announcedLength(input, call);
  if (length !== undefined && length > MAX_PUT_BYTES) throw entityTooLarge(length, MAX_PUT_BYTES);
  const wanted = new Set([algorithm, announced?.algorithm ?? algorithm]);
  const draft = await bytes
    .receive(sourceOf(input.Body), {
      digests: ['md5', ...[...wanted].map(digestOfChecksum)],
      maxBytes: MAX_PUT_BYTES,
    })
    .catch((error: unknown) => {
      throw error instanceof TooLarge ? entityTooLarge(undefined, MAX_PUT_BYTES) : error;
    });
  try {
    if (length !== undefined && draft.bytes !== length) throw incompleteBody();
    compareDigests(draft.digests, md5, announced);
  } catch (error) {
    await draft[Symbol.asyncDispose]();
    throw error;
  }
  return { draft, algorithm, ...readDigests(draft, algorithm) };
}

/** Bytes of the object that are to come: `aws-chunked` bodies are longer on their way. */
function announcedLength({ ContentLength }: BodyInput, { headers }: CallContext): number | undefined {
  const decoded = headers.get('x-amz-decoded-content-length');
  return decoded === undefined ? ContentLength : Number(decoded);
}

/** The entity tag and the checksum of bytes that came in. */
export function readDigests(draft: Draft, algorithm: ChecksumName): { etag: string; checksum: string } {
  const md5 = draft.digests.get('md5');
  const checksum = draft.digests.get(digestOfChecksum(algorithm));
  if (!md5 || !checksum) throw new Error('digests were not taken');
  return { etag: md5.toString('hex'), checksum: checksum.toString('base64') };
}

function sourceOf(body: BodyInput['Body']): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (body === undefined) return [];
  if (body instanceof Readable) return body;
  if (body instanceof Uint8Array) return [body];
  throw invalidRequest('The body is neither bytes nor a stream');
}
