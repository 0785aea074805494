import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { CRC64_EMPTY, crc64nvme } from './crc64nvme.ts';

/** What a {@link Digest} can compute. */
export type DigestAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'md5' | 'sha1' | 'sha256';

/** The length of each digest, bytes. */
export const DIGEST_BYTES: Readonly<Record<DigestAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  md5: 16,
  sha1: 20,
  sha256: 32,
};

/** A checksum or hash taken of bytes as they come. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The result, big-endian; ends the digest. */
  digest(): Buffer;
}

/** A digest that has seen nothing yet. */
export function createDigest(algorithm: DigestAlgorithm): Digest {
  switch (algorithm) {
    case 'crc32':
      return createCrc(crc32);
    case 'crc32c':
      return createCrc(crc32c);
    case 'crc64nvme':
      return createCrc64();
    default: {
      const hash = createHash(algorithm);
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    }
  }
}

/** The digest of bytes that are all there. */
export function digestOf(algorithm: DigestAlgorithm, bytes: Uint8Array): Buffer {
  const digest = createDigest(algorithm);
  digest.update(bytes);
  return digest.digest();
}

function createCrc(step: (bytes: Uint8Array, value: number) => number): Digest {
  let value = 0;
  return {
    update: (bytes) => {
      value = step(bytes, value);
    },
    digest: () => {
      const result = Buffer.alloc(4);
      result.writeUInt32BE(value);
      return result;
    },
  };
}

function createCrc64(): Digest {
  let value = CRC64_EMPTY;
  return {
    update: (bytes) => {
      value = crc64nvme(bytes, value);
    },
    digest: () => {
      const result = Buffer.alloc(8);
      result.writeUInt32BE(value.high, 0);
      result.writeUInt32BE(value.low, 4);
      return result;
    },
  };
}
