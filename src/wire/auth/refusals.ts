import { Fault } from '../fault.ts';
import type { AuthTarget, RefusalFamily } from './target.ts';
import { amzDate, isoSeconds } from './time.ts';

/**
 * Every way a request is turned away for its signature, in the words of the service's family.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const NO_MATCH_S3 =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const NO_MATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** Codes of the query family; the JSON families put `Exception` after them unless named here. */
const jsonNames: Readonly<Record<string, string>> = {
  InvalidClientTokenId: 'UnrecognizedClientException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

function refusal(family: RefusalFamily, code: string, queryStatus: number, message: string): Fault {
  if (family === 'query') return new Fault(code, queryStatus, message);
  return new Fault(jsonNames[code] ?? `${code}Exception`, family === 'json' ? 400 : 403, message);
}

/** No signature where one is needed. */
export function missingToken({ family }: AuthTarget): Fault {
  if (family === 's3') return new Fault('AccessDenied', 403, 'Access Denied');
  if (family === 'query')
    return new Fault('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
  return refusal(family, 'MissingAuthenticationToken', 403, 'Missing Authentication Token');
}

/** No such access key. */
export function unknownKey({ family }: AuthTarget, accessKeyId: string): Fault {
  if (family !== 's3') return refusal(family, 'InvalidClientTokenId', 403, INVALID_TOKEN);
  return new Fault(
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
    {
      members: { AWSAccessKeyId: accessKeyId },
    },
  );
}

/** A session token that is none. */
export function malformedToken({ family }: AuthTarget, token: string): Fault {
  if (family !== 's3') return refusal(family, 'InvalidClientTokenId', 403, INVALID_TOKEN);
  return new Fault('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.', {
    members: { 'Token-0': token },
  });
}

/** A temporary credential past its end. */
export function expiredToken({ family }: AuthTarget, token: string): Fault {
  if (family !== 's3')
    return refusal(family, 'ExpiredToken', 403, 'The security token included in the request is expired');
  return new Fault('ExpiredToken', 400, 'The provided token has expired.', { members: { 'Token-0': token } });
}

/** The authorization lacks a part or has one of a wrong form. S3 says it in words of its own where it has them. */
export function incomplete({ family }: AuthTarget, message: string, inQuery = false): Fault {
  if (family !== 's3') return refusal(family, 'IncompleteSignature', 400, message);
  return inQuery
    ? new Fault('AuthorizationQueryParametersError', 400, message)
    : new Fault('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${message}`);
}

/** What the signature was computed over, for S3's answer. */
export interface Mismatch {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly stringToSign: string;
  readonly canonicalRequest?: string;
}

/** The signature is not the one of this request. */
export function signatureMismatch({ family }: AuthTarget, mismatch: Mismatch): Fault {
  if (family !== 's3') return refusal(family, 'SignatureDoesNotMatch', 403, NO_MATCH);
  const { canonicalRequest } = mismatch;
  const canonical = canonicalRequest && {
    CanonicalRequest: canonicalRequest,
    CanonicalRequestBytes: spacedHex(canonicalRequest),
  };
  return new Fault('SignatureDoesNotMatch', 403, NO_MATCH_S3, {
    members: {
      AWSAccessKeyId: mismatch.accessKeyId,
      StringToSign: mismatch.stringToSign,
      SignatureProvided: mismatch.signature,
      StringToSignBytes: spacedHex(mismatch.stringToSign),
      ...canonical,
    },
  });
}

const spacedHex = (text: string): string =>
  Buffer.from(text, 'latin1')
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');

/** The signature is right of form but scoped wrongly. */
export const wrongScope = ({ family }: AuthTarget, message: string): Fault =>
  family === 's3'
    ? new Fault('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${message}`)
    : refusal(family, 'SignatureDoesNotMatch', 403, message);

/** How far a client's clock may be off, minutes: 15 for S3 and the XML protocols, 5 for the JSON ones. */
export const skewMinutes = ({ family }: AuthTarget): number =>
  family === 's3' || family === 'query' ? 15 : 5;

/** Signed too long ago, or in the future. */
export function skewed(target: AuthTarget, requestTimeMs: number, nowMs: number, written: string): Fault {
  const minutes = skewMinutes(target);
  if (target.family === 's3') {
    return new Fault(
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
      {
        members: {
          RequestTime: written,
          ServerTime: isoSeconds(nowMs),
          MaxAllowedSkewMilliseconds: minutes * 60_000,
        },
      },
    );
  }
  const late = requestTimeMs < nowMs;
  const bound = amzDate(nowMs + (late ? -1 : 1) * minutes * 60_000);
  const words = late ? 'Signature expired' : 'Signature not yet current';
  const compared = late ? 'now earlier' : 'still later';
  const window = `${amzDate(nowMs)} ${late ? '-' : '+'} ${minutes} min.`;
  const message = `${words}: ${amzDate(requestTimeMs)} is ${compared} than ${bound} (${window})`;
  return refusal(target.family, 'SignatureDoesNotMatch', 403, message);
}

/** A presigned URL past its end. */
export function presignExpired(target: AuthTarget, endMs: number, seconds: string, nowMs: number): Fault {
  if (target.family !== 's3') {
    const message = `Signature expired: ${amzDate(endMs)} is now earlier than ${amzDate(nowMs)}`;
    return refusal(target.family, 'SignatureDoesNotMatch', 403, message);
  }
  return new Fault('AccessDenied', 403, 'Request has expired', {
    members: {
      ...(seconds && { 'X-Amz-Expires': seconds }),
      Expires: isoSeconds(endMs),
      ServerTime: isoSeconds(nowMs),
    },
  });
}

/** A presigned URL from the future. */
export const presignNotYet = (target: AuthTarget, startMs: number, nowMs: number): Fault =>
  target.family === 's3'
    ? new Fault('AccessDenied', 403, 'Request is not valid yet')
    : skewed(target, startMs, nowMs, '');

/** S3 refuses `x-amz-*` fields that the signature does not cover. */
export const headersNotSigned = (names: readonly string[]): Fault =>
  new Fault('AccessDenied', 403, 'There were headers present in the request which were not signed', {
    members: { HeadersNotSigned: names.join(', ') },
  });

/** A malformed request of S3's: `InvalidArgument` with the argument's name and value. */
export const invalidArgument = (message: string, name: string, value: string): Fault =>
  new Fault('InvalidArgument', 400, message, { members: { ArgumentName: name, ArgumentValue: value } });

/** No usable date in a request to S3. */
export const noDate = (): Fault =>
  new Fault('AccessDenied', 403, 'AWS authentication requires a valid Date or x-amz-date header');

/** A document for S3, not an object, of a size that no document has. */
export const documentTooLarge = (): Fault =>
  new Fault('MaxMessageLengthExceeded', 400, 'Your request was too big.');
