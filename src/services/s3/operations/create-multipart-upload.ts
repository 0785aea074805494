import { checkAcl } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { checkKey, openBucket } from '../find.ts';
import { describeObject } from '../translate/description.ts';
import { uploadChecksum } from '../translate/multipart-checksum.ts';
import { encryptionMembers } from '../translate/object-output.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: S3Operation<'CreateMultipartUpload'> = (input, context) => {
  const bucket = openBucket(context, input);
  checkKey(input.Key);
  checkAcl(bucket, input);
  const description = describeObject(input, bucket);
  const checksum = uploadChecksum(input.ChecksumAlgorithm, input.ChecksumType);
  const UploadId = context.timeIds.oldestFirst();
  context.uploads.put(bucket, input.Key, UploadId, {
    ...description,
    initiatedMs: context.clock.now(),
    initiator: context.call.caller.arn,
    checksum,
  });
  return {
    Bucket: bucket.name,
    Key: input.Key,
    UploadId,
    ...(checksum.chosen && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    ...encryptionMembers(description.encryption),
  };
};
