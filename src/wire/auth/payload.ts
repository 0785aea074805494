import type { DigestAlgorithm } from '../../kit/checksum/index.ts';
import { Fault } from '../fault.ts';
import type { Received } from '../received.ts';
import { CHECKSUM_FIELDS } from './announced-digests.ts';
import { invalidArgument } from './refusals.ts';
import { type AuthTarget, isS3 } from './target.ts';

/** How the body is protected, as the request says. */
export type Payload =
  /** Not covered by the signature; TLS or a checksum is to do it. */
  | { readonly kind: 'unsigned' }
  /** Hex SHA-256 of the bytes as they travel. */
  | { readonly kind: 'hashed'; readonly sha256: string }
  /** The hash is to be taken from the body: what every service but S3 does. */
  | { readonly kind: 'to-hash' }
  /** `aws-chunked`: in pieces, each with a signature or none, with a checksum after them or none. */
  | {
      readonly kind: 'chunked';
      readonly signed: boolean;
      readonly trailer?: { readonly name: string; readonly algorithm: DigestAlgorithm };
      /** Bytes without the framing, as the client announced. */
      readonly decodedBytes: number;
    };

/**
 * Reads how the body is protected.
 * @param presignedHash the `X-Amz-Content-Sha256` of a presigned URL's query; null when the request is not presigned
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function payloadOf(
  received: Received,
  target: AuthTarget,
  presignedHash: string | undefined | null,
): Payload {
  if (!isS3(target)) return { kind: 'to-hash' };
  const word = presignedHash ?? received.headers.get('x-amz-content-sha256');
  if (word === undefined) {
    if (presignedHash !== null) return { kind: 'unsigned' };
    throw new Fault('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256');
  }
  return payloadOfWord(word, received);
}

/** What `x-amz-content-sha256` says. */
export function payloadOfWord(word: string, received: Received): Payload {
  switch (word) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', signed: true, decodedBytes: decodedLength(received) };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', signed: true, ...trailerOf(received), decodedBytes: decodedLength(received) };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return {
        kind: 'chunked',
        signed: false,
        ...trailerOf(received),
        decodedBytes: decodedLength(received),
      };
  }
  if (/^[0-9a-f]{64}$/i.test(word)) return { kind: 'hashed', sha256: word.toLowerCase() };
  throw invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    'x-amz-content-sha256',
    word,
  );
}

function decodedLength(received: Received): number {
  const text = received.headers.get('x-amz-decoded-content-length');
  if (text === undefined) {
    throw new Fault('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw invalidArgument('Invalid x-amz-decoded-content-length', 'x-amz-decoded-content-length', text);
  }
  return Number(text);
}

function trailerOf(received: Received): { trailer?: { name: string; algorithm: DigestAlgorithm } } {
  const name = received.headers.get('x-amz-trailer')?.trim().toLowerCase();
  if (!name) return {};
  const algorithm = Object.hasOwn(CHECKSUM_FIELDS, name) ? CHECKSUM_FIELDS[name] : undefined;
  if (algorithm) return { trailer: { name, algorithm } };
  throw new Fault('InvalidRequest', 400, 'The value specified in the x-amz-trailer header is not supported');
}

/** The word that stands for the payload in the canonical request. */
export function payloadHash(payload: Exclude<Payload, { kind: 'to-hash' }>): string {
  if (payload.kind === 'unsigned') return 'UNSIGNED-PAYLOAD';
  if (payload.kind === 'hashed') return payload.sha256;
  if (!payload.signed) return 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  return payload.trailer
    ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
    : 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
}
