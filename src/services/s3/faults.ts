import { Fault } from '../../wire/index.ts';

/** Errors of S3, in its words. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */

const fault = (
  code: string,
  status: number,
  message: string,
  members: Readonly<Record<string, string | number>> = {},
  headers: Record<string, string> = {},
): Fault => {
  const texts = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));
  return new Fault(code, status, message, { members: texts, headers });
};

/** A setting that would be kept and do nothing, or a header whose meaning is not built. */
export const notImplemented = (what: string): Fault =>
  fault('NotImplemented', 501, `${what} is not implemented.`);

/** 403 without a reason: for callers outside the owner's account, and anonymous ones. */
export const accessDenied = (message = 'Access Denied'): Fault => fault('AccessDenied', 403, message);

export const noSuchBucket = (BucketName: string): Fault =>
  fault('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });

export const invalidBucketName = (BucketName: string): Fault =>
  fault('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });

export const bucketAlreadyExists = (BucketName: string): Fault =>
  fault(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName },
  );

export const bucketAlreadyOwnedByYou = (BucketName: string): Fault =>
  fault(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  );

export const bucketNotEmpty = (BucketName: string, versioned: boolean): Fault =>
  fault(
    'BucketNotEmpty',
    409,
    versioned
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty',
    { BucketName },
  );

/** The bucket lives in another Region than the one the request was signed for. */
export const permanentRedirect = (Bucket: string, region: string): Fault =>
  fault(
    'PermanentRedirect',
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Bucket, Endpoint: `${Bucket}.s3.${region}.amazonaws.com` },
    { 'x-amz-bucket-region': region },
  );

export const illegalLocation = (constraint: string): Fault =>
  fault(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const invalidLocation = (LocationConstraint: string): Fault =>
  fault('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
    LocationConstraint,
  });

export const noSuchKey = (Key: string, headers?: Record<string, string>): Fault =>
  fault('NoSuchKey', 404, 'The specified key does not exist.', { Key }, headers);

export const noSuchVersion = (Key: string, VersionId: string): Fault =>
  fault('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });

/** The version asked for is a delete marker. */
export const isDeleteMarker = (versionId: string, modifiedMs: number): Fault =>
  fault(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method: 'GET', ResourceType: 'DeleteMarker' },
    {
      allow: 'DELETE',
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': versionId,
      'last-modified': new Date(modifiedMs).toUTCString(),
    },
  );

export const keyTooLong = (bytes: number, maxBytes: number): Fault =>
  fault('KeyTooLongError', 400, 'Your key is too long', { Size: bytes, MaxSizeAllowed: maxBytes });

export const metadataTooLarge = (bytes: number, maxBytes: number): Fault =>
  fault('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: bytes,
    MaxSizeAllowed: maxBytes,
  });

export const invalidArgument = (
  message: string,
  ArgumentName: string,
  ArgumentValue: string | number,
): Fault => fault('InvalidArgument', 400, message, { ArgumentName, ArgumentValue });

export const invalidRequest = (message: string): Fault => fault('InvalidRequest', 400, message);

export const malformedXml = (): Fault =>
  fault(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const invalidTag = (message: string): Fault => fault('InvalidTag', 400, message);

export const invalidDigest = (ContentMD5: string): Fault =>
  fault('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': ContentMD5 });

export const badMd5 = (ExpectedDigest: string, CalculatedDigest: string): Fault =>
  fault('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    ExpectedDigest,
    CalculatedDigest,
  });

export const badChecksum = (algorithm: string): Fault =>
  fault('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);

export const preconditionFailed = (Condition: string): Fault =>
  fault('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition,
  });

/** The client has it already; no body. */
export const notModified = (headers: Record<string, string>): Fault =>
  fault('NotModified', 304, 'Not Modified', {}, headers);

export const invalidRange = (RangeRequested: string, ActualObjectSize: number): Fault =>
  fault(
    'InvalidRange',
    416,
    'The requested range is not satisfiable',
    { RangeRequested, ActualObjectSize },
    { 'content-range': `bytes */${ActualObjectSize}` },
  );

export const invalidPartNumber = (PartNumberRequested: number, ActualPartCount: number): Fault =>
  fault('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    PartNumberRequested,
    ActualPartCount,
  });

export const entityTooLarge = (ProposedSize: number | undefined, MaxSizeAllowed: number): Fault =>
  fault('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ...(ProposedSize !== undefined && { ProposedSize }),
    MaxSizeAllowed,
  });

export const incompleteBody = (): Fault =>
  fault(
    'IncompleteBody',
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

export const entityTooSmall = (
  ProposedSize: number,
  MinSizeAllowed: number,
  PartNumber: number,
  ETag: string,
): Fault =>
  fault('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize,
    MinSizeAllowed,
    PartNumber,
    ETag,
  });

export const noSuchUpload = (UploadId: string): Fault =>
  fault(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );

export const invalidPart = (UploadId: string, PartNumber: number, ETag: string): Fault =>
  fault(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId, PartNumber, ETag },
  );

export const invalidPartOrder = (UploadId: string): Fault =>
  fault(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId },
  );

/** A bucket setting that was never made: each has a code of its own. */
export const noSuchSetting = (code: string, message: string, BucketName: string): Fault =>
  fault(code, 404, message, { BucketName });

export const malformedPolicy = (message: string): Fault => fault('MalformedPolicy', 400, message);

/** The bucket's owner alone decides: ACLs are off. */
export const aclNotSupported = (): Fault =>
  fault('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');

export const invalidAclWithOwnership = (): Fault =>
  fault(
    'InvalidBucketAclWithObjectOwnership',
    400,
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );

export const invalidStorageClass = (): Fault =>
  fault('InvalidStorageClass', 400, 'The storage class you specified is not valid');

/** Retention and legal holds need a bucket with Object Lock, which cannot be had here. */
export const noObjectLock = (): Fault => invalidRequest('Bucket is missing Object Lock Configuration');
