import { DIGEST_BYTES, type DigestAlgorithm } from '../../../kit/index.ts';
import type { CallContext } from '../../../wire/index.ts';
import { badChecksum, badMd5, invalidDigest, invalidRequest, notImplemented } from '../faults.ts';

/** The checksums of S3 that are built. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export type ChecksumName = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

/** Of a whole object, or of the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A member of an input or output for each checksum. */
export type ChecksumMembers = { readonly [K in `Checksum${ChecksumName}`]?: string | undefined };

/** What S3 computes when the client asks for nothing. */
export const DEFAULT_CHECKSUM: ChecksumName = 'CRC64NVME';

const digests: Readonly<Record<ChecksumName, DigestAlgorithm>> = {
  CRC32: 'crc32',
  CRC32C: 'crc32c',
  CRC64NVME: 'crc64nvme',
  SHA1: 'sha1',
  SHA256: 'sha256',
};

const names = Object.keys(digests) as ChecksumName[];

/** Known to the clients, but not built. */
const NOT_BUILT = ['SHA512', 'MD5', 'XXHASH64', 'XXHASH3', 'XXHASH128'];

/** The digest that makes a checksum. */
export const digestOfChecksum = (name: ChecksumName): DigestAlgorithm => digests[name];

/** The checksum of that name, as a client wrote it. */
export function checksumName(text: string): ChecksumName {
  const name = text.toUpperCase();
  if (Object.hasOwn(digests, name)) return name as ChecksumName;
  if (NOT_BUILT.includes(name)) throw notImplemented(`Checksum algorithm ${name}`);
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** What the client says of the body's checksum. */
export interface AnnouncedChecksum {
  readonly algorithm: ChecksumName;
  /** Base64. Absent where the wire compares it, because it comes after the body. */
  readonly value?: string;
}

/** The checksum that comes with a body: in a header, or announced for the trailer. */
export function announcedChecksum(
  input: ChecksumMembers & { readonly ChecksumAlgorithm?: string | undefined },
  call: CallContext,
): AnnouncedChecksum | undefined {
  refuseUnbuilt(input);
  const given = names.filter((name) => input[`Checksum${name}`] !== undefined);
  const [algorithm] = given;
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  if (algorithm) return { algorithm, value: checkForm(algorithm, input[`Checksum${algorithm}`] ?? '') };
  const trailer = call.headers.get('x-amz-trailer')?.trim().toLowerCase();
  if (trailer?.startsWith('x-amz-checksum-')) return { algorithm: checksumName(trailer.slice(15)) };
  if (input.ChecksumAlgorithm === undefined) return undefined;
  checksumName(input.ChecksumAlgorithm);
  throw invalidRequest(
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
}

/** Refuses checksums that would otherwise go unchecked. */
function refuseUnbuilt(input: object): void {
  for (const name of NOT_BUILT) {
    if ((input as Record<string, unknown>)[`Checksum${name}`] !== undefined) {
      throw notImplemented(`Checksum algorithm ${name}`);
    }
  }
}

function checkForm(name: ChecksumName, value: string): string {
  if (Buffer.from(value, 'base64').length === DIGEST_BYTES[digests[name]]) return value;
  throw invalidRequest(`Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`);
}

/** The 16 bytes of a Content-MD5 header. */
export function announcedMd5(contentMd5: string | undefined): Buffer | undefined {
  if (contentMd5 === undefined) return undefined;
  const bytes = Buffer.from(contentMd5, 'base64');
  if (bytes.length !== DIGEST_BYTES.md5) throw invalidDigest(contentMd5);
  return bytes;
}

/** Compares what was announced with what came. */
export function compareDigests(
  computed: ReadonlyMap<DigestAlgorithm, Buffer>,
  md5: Buffer | undefined,
  checksum: AnnouncedChecksum | undefined,
): void {
  const computedMd5 = computed.get('md5');
  if (md5 && computedMd5 && !md5.equals(computedMd5)) {
    throw badMd5(md5.toString('base64'), computedMd5.toString('base64'));
  }
  if (checksum?.value === undefined) return;
  const bytes = computed.get(digests[checksum.algorithm]);
  if (!bytes?.equals(Buffer.from(checksum.value, 'base64'))) throw badChecksum(checksum.algorithm);
}

/** The member that carries a checksum. */
export function checksumMember(algorithm: ChecksumName, value: string): ChecksumMembers {
  return { [`Checksum${algorithm}`]: value };
}
