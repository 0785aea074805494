import { DIGEST_BYTES, type DigestAlgorithm, digestOf } from '../../kit/checksum/index.ts';
import { Fault } from '../fault.ts';
import type { HeaderFields } from '../received.ts';
import type { Operation } from '../shape.ts';

/** The checksums that S3 takes in a header, or in a trailer. */
export const CHECKSUM_FIELDS: Readonly<Record<string, DigestAlgorithm>> = {
  'x-amz-checksum-crc32': 'crc32',
  'x-amz-checksum-crc32c': 'crc32c',
  'x-amz-checksum-crc64nvme': 'crc64nvme',
  'x-amz-checksum-sha1': 'sha1',
  'x-amz-checksum-sha256': 'sha256',
};

/**
 * What S3 takes with a digest of its document only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
const DIGEST_REQUIRED = new Set([
  'DeleteObjects',
  'PutBucketCors',
  'PutBucketLifecycle',
  'PutBucketLifecycleConfiguration',
  'PutBucketReplication',
  'PutBucketTagging',
  'PutObjectLegalHold',
  'PutObjectLockConfiguration',
  'PutObjectRetention',
]);

/**
 * Compares a whole body with the digests that S3's headers announce, which some operations must have. A checksum that is a member of
 * the operation's input is for its handler to judge: in `CompleteMultipartUpload` it is the object's, not the body's.
 * @throws Fault `InvalidDigest`, `BadDigest`, `InvalidRequest`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function checkAnnouncedDigests(
  body: Uint8Array,
  headers: HeaderFields,
  { name, input }: Operation,
): void {
  if (DIGEST_REQUIRED.has(name) && !announcesDigest(headers)) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  checkMd5(body, headers.get('content-md5'));
  if (input.members.some(({ http }) => http?.in === 'header' && http.name in CHECKSUM_FIELDS)) return;
  const given = Object.entries(CHECKSUM_FIELDS).filter(([name]) => headers.has(name));
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  for (const [name, algorithm] of given) checkChecksum(body, name, algorithm, headers.get(name) ?? '');
}

const announcesDigest = (headers: HeaderFields): boolean =>
  headers.has('content-md5') ||
  headers.has('x-amz-trailer') ||
  Object.keys(CHECKSUM_FIELDS).some((name) => headers.has(name));

function checkMd5(body: Uint8Array, announced: string | undefined): void {
  if (announced === undefined) return;
  const given = Buffer.from(announced, 'base64');
  if (given.length !== DIGEST_BYTES.md5) {
    throw new Fault('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', {
      members: { 'Content-MD5': announced },
    });
  }
  const computed = digestOf('md5', body);
  if (given.equals(computed)) return;
  throw new Fault('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    members: { ExpectedDigest: announced, CalculatedDigest: computed.toString('base64') },
  });
}

function checkChecksum(body: Uint8Array, name: string, algorithm: DigestAlgorithm, announced: string): void {
  const given = Buffer.from(announced, 'base64');
  if (given.length !== DIGEST_BYTES[algorithm]) throw invalidRequest(`Value for ${name} header is invalid.`);
  if (!given.equals(digestOf(algorithm, body))) throw checksumMismatch(algorithm);
}

/** The body is not the one whose checksum was sent. */
export const checksumMismatch = (algorithm: DigestAlgorithm): Fault =>
  new Fault(
    'BadDigest',
    400,
    `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  );

const invalidRequest = (message: string): Fault => new Fault('InvalidRequest', 400, message);
