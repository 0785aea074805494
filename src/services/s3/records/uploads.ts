import type { Collection, Keyed, Store } from '../../../store/index.ts';
import type { ChecksumName, ChecksumType } from '../translate/checksums.ts';
import type { Bucket } from './bucket.ts';
import type { ObjectDescription } from './object.ts';

/** An upload in parts that has begun and is neither complete nor aborted. */
export interface UploadRow extends ObjectDescription {
  readonly initiatedMs: number;
  /** ARN of who began it. */
  readonly initiator: string;
  readonly checksum: {
    readonly algorithm: ChecksumName;
    readonly type: ChecksumType;
    /** The client named it, and did not leave it to S3. */
    readonly chosen: boolean;
  };
}

/** An upload with its key and id. */
export interface Upload extends UploadRow {
  readonly key: string;
  readonly id: string;
}

const SEPARATOR = '\0';

/** Uploads in parts under way. */
export class Uploads {
  readonly #collection: Collection<UploadRow>;

  constructor(store: Store) {
    this.#collection = store.collection('s3.uploads');
  }

  get(bucket: Bucket, key: string, id: string): Upload | undefined {
    const row = this.#rows(bucket).get(uploadKey(bucket, key, id));
    return row && { ...row, key, id };
  }

  put(bucket: Bucket, key: string, id: string, row: UploadRow): void {
    this.#rows(bucket).put(uploadKey(bucket, key, id), row);
  }

  delete(bucket: Bucket, key: string, id: string): void {
    this.#rows(bucket).delete(uploadKey(bucket, key, id));
  }

  /** By key, then in the order they began, after upload `afterId` of `afterKey`. */
  list(
    bucket: Bucket,
    range: { prefix: string; afterKey: string; afterId: string; limit: number },
  ): Upload[] {
    return this.#rows(bucket)
      .list({
        prefix: `${bucket.name}/${range.prefix}`,
        after: uploadKey(bucket, range.afterKey, range.afterId),
        limit: range.limit,
      })
      .map((found) => this.#upload(bucket, found));
  }

  #upload(bucket: Bucket, { key, row }: Keyed<UploadRow>): Upload {
    const cut = key.indexOf(SEPARATOR);
    return { ...row, key: key.slice(bucket.name.length + 1, cut), id: key.slice(cut + 1) };
  }

  #rows(bucket: Bucket) {
    return this.#collection.in(bucket.account, bucket.region);
  }
}

const uploadKey = (bucket: Bucket, key: string, id: string): string =>
  `${bucket.name}/${key}${SEPARATOR}${id}`;
