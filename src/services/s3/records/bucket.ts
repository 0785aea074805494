import type { Tag } from '@aws-sdk/client-s3';
import type { Collection, Store } from '../../../store/index.ts';

/** Who may make a bucket public. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface PublicAccess {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** What new buckets have. */
export const ALL_BLOCKED: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Settings that are kept as they were given, and answered so. */
export interface StoredSettings {
  readonly cors?: object;
  readonly encryption?: object;
  readonly lifecycle?: object;
  readonly logging?: object;
}

/** A bucket. Its name is the key: names are global, across accounts and Regions. */
export interface BucketRow {
  /** 12 digits: the owner. */
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
  /** Absent: never versioned. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
  readonly publicAccess?: PublicAccess;
  readonly policy?: string;
  /** Whether the policy lets everyone in; there is one when this is set. */
  readonly policyIsPublic?: boolean;
  readonly tags?: readonly Tag[];
  readonly stored?: StoredSettings;
}

/** A bucket with its name. */
export interface Bucket extends BucketRow {
  readonly name: string;
}

/** ARN of a bucket. */
export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

/** Every bucket of every account. */
export class Buckets {
  readonly #collection: Collection<BucketRow>;

  constructor(store: Store) {
    this.#collection = store.collection('s3.buckets');
  }

  get(name: string): Bucket | undefined {
    const row = this.#rows().get(name);
    return row && { ...row, name };
  }

  /** Answers whether the name was free. */
  insert(name: string, row: BucketRow): boolean {
    return this.#rows().insert(name, row);
  }

  update(name: string, change: (row: BucketRow) => BucketRow): void {
    this.#rows().update(name, change);
  }

  /** Takes settings away, as if they had never been made. */
  forget(name: string, ...settings: readonly (keyof BucketRow)[]): void {
    const others = (row: BucketRow) =>
      Object.entries(row).filter(([key]) => !settings.some((each) => each === key));
    this.update(name, (row) => Object.fromEntries(others(row)) as unknown as BucketRow);
  }

  delete(name: string): void {
    this.#rows().delete(name);
  }

  /** Those of one account whose names begin with `prefix`, after `after`. */
  list(account: string, prefix: string, after: string): Bucket[] {
    return this.#rows()
      .list({ prefix, after })
      .filter(({ row }) => row.account === account)
      .map(({ key, row }) => ({ ...row, name: key }));
  }

  #rows() {
    return this.#collection.in('aws', 'aws-global'); // one name space: the owner is in the row
  }
}
