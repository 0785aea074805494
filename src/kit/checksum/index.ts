export { combineChecksums } from './combine.ts';
export { createDigest, type Digest, DIGEST_BYTES, type DigestAlgorithm, digestOf } from './digest.ts';
