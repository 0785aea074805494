/**
 * S3's virtual hosts: the bucket in the host name.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
const S3_HOST =
  /^(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d|-accelerate(?:\.dualstack)?)?\.(?:localhost|localhost\.localstack\.cloud|amazonaws\.com)$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** First labels under `.localhost` that are services, not buckets. */
const NOT_BUCKETS = new Set(['api', 'runtime', 'www']);

/** What a host name says of S3. */
export interface S3Host {
  /** Whether the host is one of S3's and of nothing else. */
  readonly isS3: boolean;
  /** The bucket it names. */
  readonly bucket?: string;
}

/**
 * Reads a host name: `bucket.s3.localhost`, `bucket.s3.us-east-1.amazonaws.com`, and, when the request is S3's for other reasons,
 * `bucket.localhost`.
 * @param host lower case, without port
 */
export function readS3Host(host: string): S3Host {
  const bucket = S3_HOST.exec(host);
  if (bucket) {
    const name = bucket.groups?.bucket;
    return name === undefined ? { isS3: true } : { isS3: true, bucket: name };
  }
  const suffix = host.endsWith('.localhost') ? '.localhost' : '.localhost.localstack.cloud';
  const label = host.endsWith(suffix) ? host.slice(0, -suffix.length) : '';
  if (!BUCKET_NAME.test(label) || NOT_BUCKETS.has(label)) return { isS3: false };
  return { isS3: false, bucket: label };
}
