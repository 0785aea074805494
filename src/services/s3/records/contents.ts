import type { Extent } from '../../../engine/objects/index.ts';
import type { Collection, Keyed, Store } from '../../../store/index.ts';
import type { Bucket } from './bucket.ts';
import type { Content } from './object.ts';

/** One part of an upload, and later of the object it became. */
export interface Part {
  /** Id of its bytes. */
  readonly id: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Hexadecimal, without quotes. */
  readonly etag: string;
  /** Base64, by the upload's algorithm. */
  readonly checksum: string;
}

/** A part with its number, 1 to 10,000. */
export interface NumberedPart extends Part {
  readonly number: number;
}

/** What belongs to which object: the parts of uploads, before and after they are complete. */
export class Contents {
  readonly #parts: Collection<Part>;

  constructor(store: Store) {
    this.#parts = store.collection('s3.parts');
  }

  part(bucket: Bucket, uploadId: string, number: number): Part | undefined {
    return this.#rows(bucket).get(partKey(uploadId, number));
  }

  putPart(bucket: Bucket, uploadId: string, number: number, part: Part): void {
    this.#rows(bucket).put(partKey(uploadId, number), part);
  }

  /** In order of their numbers, after number `after`. */
  parts(bucket: Bucket, uploadId: string, after = 0, limit = -1): NumberedPart[] {
    return this.#rows(bucket)
      .list({ prefix: `${uploadId}/`, after: partKey(uploadId, after), limit })
      .map(numbered);
  }

  /** Forgets parts; their bytes are the caller's to free. */
  dropParts(bucket: Bucket, uploadId: string, parts: readonly NumberedPart[]): string[] {
    for (const { number } of parts) this.#rows(bucket).delete(partKey(uploadId, number));
    return parts.map(({ id }) => id);
  }

  /** The pieces of bytes an object is made of, in order. */
  extents(bucket: Bucket, content: Content, bytes: number): Extent[] {
    if (content.parts === undefined) return [{ id: content.id, bytes }];
    return this.parts(bucket, content.id);
  }

  /** Forgets what an object was made of; answers the bytes to free. */
  drop(bucket: Bucket, content: Content): string[] {
    if (content.parts === undefined) return [content.id];
    return this.dropParts(bucket, content.id, this.parts(bucket, content.id));
  }

  #rows(bucket: Bucket) {
    return this.#parts.in(bucket.account, bucket.region);
  }
}

const partKey = (uploadId: string, number: number): string =>
  `${uploadId}/${String(number).padStart(5, '0')}`;

const numbered = ({ key, row }: Keyed<Part>): NumberedPart => ({ ...row, number: Number(key.slice(-5)) });
