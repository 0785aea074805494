import type { Collection, Keyed, Records, Store } from '../../../store/index.ts';
import type { Bucket } from './bucket.ts';
import type { Contents } from './contents.ts';
import { type DeleteMarker, type ObjectVersion, type Version, versionIdOf } from './object.ts';

/** A version, and whether it is the one a request without a version id means. */
export interface FoundVersion {
  readonly version: Version;
  readonly isLatest: boolean;
}

/** A version with its key. */
export interface KeyedVersion extends FoundVersion {
  readonly key: string;
}

/** Between a key and a version's id: sorts before whatever a longer key has there. */
const SEPARATOR = '\0';

/**
 * The objects of all buckets. The latest version of a key, when it is an object, is in one collection, so that listing and
 * getting need not know of versions; everything older, and delete markers, is in another, newest first.
 * Changes run in a transaction of the caller's and answer the ids of bytes that nothing needs any more.
 */
export class Objects {
  readonly #latest: Collection<ObjectVersion>;
  readonly #past: Collection<Version>;
  readonly #contents: Contents;

  constructor(store: Store, contents: Contents) {
    this.#latest = store.collection('s3.objects');
    this.#past = store.collection('s3.versions');
    this.#contents = contents;
  }

  /** What the key holds now; absent when there is nothing or a delete marker. */
  current(bucket: Bucket, key: string): ObjectVersion | undefined {
    return this.#objects(bucket).get(objectKey(bucket, key));
  }

  /** The version with that id (`null` included), or the latest, delete markers included. */
  find(bucket: Bucket, key: string, versionId?: string): FoundVersion | undefined {
    const current = this.current(bucket, key);
    if (versionId === undefined) {
      const version = current ?? this.#newestPast(bucket, key);
      return version && { version, isLatest: true };
    }
    if (current && versionIdOf(current) === versionId) return { version: current, isLatest: true };
    const version = this.#olderVersion(bucket, key, versionId);
    return version && { version, isLatest: !current && this.#newestPast(bucket, key)?.id === version.id };
  }

  /** Makes `version` the latest of its key, as the bucket's versioning has it. */
  put(bucket: Bucket, key: string, version: ObjectVersion): string[] {
    const freed = this.#makeWay(bucket, key);
    this.#objects(bucket).put(objectKey(bucket, key), version);
    return freed;
  }

  /** Changes a version in place, e.g. its tags. */
  replace(bucket: Bucket, key: string, version: ObjectVersion): void {
    if (this.current(bucket, key)?.id === version.id) {
      this.#objects(bucket).put(objectKey(bucket, key), version);
    } else {
      this.#versions(bucket).put(versionKey(bucket, key, version.id), version);
    }
  }

  /** Deletes without a version id: with a marker in a bucket that is or was versioned, for good in others. */
  mark(bucket: Bucket, key: string, marker: DeleteMarker): string[] {
    const freed = this.#makeWay(bucket, key);
    if (bucket.versioning) this.#versions(bucket).put(versionKey(bucket, key, marker.id), marker);
    return freed;
  }

  /** Deletes one version for good; the one before it becomes the latest. */
  remove(bucket: Bucket, key: string, version: Version): string[] {
    const current = this.current(bucket, key);
    if (current?.id === version.id) this.#objects(bucket).delete(objectKey(bucket, key));
    else this.#versions(bucket).delete(versionKey(bucket, key, version.id));
    if (!current || current.id === version.id) this.#promote(bucket, key);
    return this.#freed(bucket, version);
  }

  /** The latest objects whose keys begin with `prefix`, after key `after`, in binary order. */
  list(bucket: Bucket, range: { prefix: string; after: string; limit: number }): Keyed<ObjectVersion>[] {
    return this.#objects(bucket)
      .list({
        prefix: objectKey(bucket, range.prefix),
        after: objectKey(bucket, range.after),
        limit: range.limit,
      })
      .map(({ key, row }) => ({ key: key.slice(bucket.name.length + 1), row }));
  }

  /** Every version of every key that begins with `prefix`: by key, then newest first; after version `afterId` of `afterKey`. */
  listVersions(
    bucket: Bucket,
    range: { prefix: string; afterKey: string; afterId: string; limit: number },
  ): KeyedVersion[] {
    const { prefix, afterKey, afterId, limit } = range;
    const latest = this.list(bucket, { prefix, after: afterKey, limit });
    const same = afterKey.startsWith(prefix) ? this.current(bucket, afterKey) : undefined;
    if (same && same.id > afterId) latest.unshift({ key: afterKey, row: same });
    const past = this.#versions(bucket)
      .list({ prefix: objectKey(bucket, prefix), after: versionKey(bucket, afterKey, afterId), limit })
      .map(({ key, row }) => ({ key: key.slice(bucket.name.length + 1, key.indexOf(SEPARATOR)), row }));
    const merged = [...latest, ...past].sort(byKeyThenNewest).slice(0, limit);
    return merged.map(({ key, row }, index) => ({
      key,
      version: row,
      isLatest:
        merged[index - 1]?.key !== key &&
        (index > 0 || key !== afterKey || this.find(bucket, key)?.version.id === row.id),
    }));
  }

  /** Whether the bucket holds nothing at all, versions and delete markers included. */
  isEmpty(bucket: Bucket): boolean {
    const range = { prefix: objectKey(bucket, ''), limit: 1 };
    return this.#objects(bucket).list(range).length + this.#versions(bucket).list(range).length === 0;
  }

  /** Moves what the key holds out of the way of something newer. */
  #makeWay(bucket: Bucket, key: string): string[] {
    const current = this.current(bucket, key);
    if (current) this.#objects(bucket).delete(objectKey(bucket, key));
    if (!bucket.versioning) return current ? this.#freed(bucket, current) : [];
    const keepsCurrent = current && !(bucket.versioning === 'Suspended' && current.isNull);
    if (keepsCurrent) this.#versions(bucket).put(versionKey(bucket, key, current.id), current);
    if (bucket.versioning === 'Enabled') return [];
    if (current?.isNull) return this.#freed(bucket, current);
    const replaced = this.#olderVersion(bucket, key, 'null');
    if (!replaced) return [];
    this.#versions(bucket).delete(versionKey(bucket, key, replaced.id));
    return this.#freed(bucket, replaced);
  }

  #promote(bucket: Bucket, key: string): void {
    const next = this.#newestPast(bucket, key);
    if (next?.kind !== 'object') return;
    this.#versions(bucket).delete(versionKey(bucket, key, next.id));
    this.#objects(bucket).put(objectKey(bucket, key), next);
  }

  #freed(bucket: Bucket, version: Version): string[] {
    return version.kind === 'object' ? this.#contents.drop(bucket, version.content) : [];
  }

  #newestPast(bucket: Bucket, key: string): Version | undefined {
    return this.#versions(bucket).list({ prefix: versionKey(bucket, key, ''), limit: 1 })[0]?.row;
  }

  #olderVersion(bucket: Bucket, key: string, versionId: string): Version | undefined {
    if (versionId !== 'null') {
      const version = this.#versions(bucket).get(versionKey(bucket, key, versionId));
      return version?.isNull ? undefined : version;
    }
    return this.#versions(bucket)
      .list({ prefix: versionKey(bucket, key, '') })
      .find(({ row }) => row.isNull)?.row;
  }

  #objects(bucket: Bucket): Records<ObjectVersion> {
    return this.#latest.in(bucket.account, bucket.region);
  }

  #versions(bucket: Bucket): Records<Version> {
    return this.#past.in(bucket.account, bucket.region);
  }
}

const objectKey = (bucket: Bucket, key: string): string => `${bucket.name}/${key}`;

const versionKey = (bucket: Bucket, key: string, id: string): string =>
  `${bucket.name}/${key}${SEPARATOR}${id}`;

function byKeyThenNewest(a: Keyed<Version>, b: Keyed<Version>): number {
  if (a.key !== b.key) return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
  return a.row.id < b.row.id ? -1 : 1;
}
