import { combineChecksums, digestOf } from '../../../kit/index.ts';
import { invalidRequest } from '../faults.ts';
import type { NumberedPart } from '../records/contents.ts';
import type { StoredChecksum } from '../records/object.ts';
import type { UploadRow } from '../records/uploads.ts';
import {
  type ChecksumName,
  type ChecksumType,
  checksumName,
  DEFAULT_CHECKSUM,
  digestOfChecksum,
} from './checksums.ts';

/**
 * The checksum an upload in parts will have, as CreateMultipartUpload asks for it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html#multipart-upload-checksums
 */
export function uploadChecksum(
  wantedAlgorithm: string | undefined,
  wantedType: string | undefined,
): UploadRow['checksum'] {
  if (wantedAlgorithm === undefined) {
    if (wantedType !== undefined) {
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return { algorithm: DEFAULT_CHECKSUM, type: 'FULL_OBJECT', chosen: false };
  }
  const algorithm = checksumName(wantedAlgorithm);
  const type = (wantedType as ChecksumType | undefined) ?? defaultType(algorithm);
  const refused = type === 'COMPOSITE' ? algorithm === 'CRC64NVME' : algorithm.startsWith('SHA');
  if (refused) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type, chosen: true };
}

const defaultType = (algorithm: ChecksumName): ChecksumType =>
  algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';

/** The ETag of an object made of parts: the MD5 of their MD5s, and their number. */
export function compositeEtag(parts: readonly NumberedPart[]): string {
  const md5s = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return `${digestOf('md5', md5s).toString('hex')}-${parts.length}`;
}

/** The checksum of an object made of parts, from theirs alone. */
export function joinChecksums(
  { algorithm, type }: UploadRow['checksum'],
  parts: readonly NumberedPart[],
): StoredChecksum {
  const checksums: Buffer[] = parts.map(({ checksum }) => Buffer.from(checksum, 'base64'));
  if (type === 'COMPOSITE') {
    const joined = digestOf(digestOfChecksum(algorithm), Buffer.concat(checksums));
    return { algorithm, type, value: `${joined.toString('base64')}-${parts.length}` };
  }
  const digest = digestOfChecksum(algorithm);
  if (digest !== 'crc32' && digest !== 'crc32c' && digest !== 'crc64nvme') {
    throw new Error(`${algorithm} of a whole object cannot be made from those of its parts`);
  }
  const whole = checksums.reduce((joined, next, index) =>
    combineChecksums(digest, joined, next, parts[index]?.bytes ?? 0),
  );
  return { algorithm, type, value: whole.toString('base64') };
}
