/** Largest object that one PutObject or CopyObject makes, bytes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;
/** Least size of every part but the last, bytes. */
export const MIN_PART_BYTES = 5 * 1024 ** 2;
/** Parts of one upload. */
export const MAX_PARTS = 10_000;
/** Longest key, bytes of UTF-8. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;
/** User-defined metadata of one object, bytes of names and values. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
export const MAX_METADATA_BYTES = 2048;
/** Keys, parts, uploads or versions in one answer. */
export const MAX_LISTED = 1000;
/** Keys in one DeleteObjects. */
export const MAX_DELETED = 1000;
/** Tags of one object. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export const MAX_OBJECT_TAGS = 10;
/** Tags of one bucket. */
export const MAX_BUCKET_TAGS = 50;
/** A bucket policy's length, bytes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
export const MAX_POLICY_BYTES = 20 * 1024;
