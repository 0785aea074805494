export {
  combineChecksums,
  createDigest,
  DIGEST_BYTES,
  type DigestAlgorithm,
  digestOf,
} from './checksum/index.ts';
export { type Clock, every, sleep, StandingClock, systemClock } from './clock.ts';
export { encodeFrame, FrameReader } from './frames.ts';
export { Gate, type Pass } from './gate.ts';
export { ALPHANUMERIC, BASE32, type Ids, LOWER_ALPHANUMERIC, randomIds } from './ids.ts';
export { type Logger, silent } from './logger.ts';
export { TokenBucket } from './token-bucket.ts';
