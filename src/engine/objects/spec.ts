import type { DigestAlgorithm } from '../../kit/index.ts';

/** Bytes at rest that belong together under one id: a whole object, or one part of it. */
export interface Extent {
  readonly id: string;
  readonly bytes: number;
}

/** What to take of bytes on their way in. */
export interface ReceiveSpec {
  readonly digests: readonly DigestAlgorithm[];
  /** More than this is refused with {@link TooLarge}. Default: no limit but the disk. */
  readonly maxBytes?: number;
}

/** Bytes that are on disk, but belong to nobody yet: disposed without being kept, they are gone. */
export interface Draft extends Extent, AsyncDisposable {
  /** The digests asked for. */
  readonly digests: ReadonlyMap<DigestAlgorithm, Buffer>;
  /** Moves the bytes to their place, whole or not at all. Until then a crash leaves nothing of them. */
  keep(): Promise<void>;
}

/** Bytes that came in were more than allowed. */
export class TooLarge extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`more than ${maxBytes} bytes`);
    this.name = 'TooLarge';
    this.maxBytes = maxBytes;
  }
}
