import type { Received } from '../received.ts';
import { decodeBytes } from './encode.ts';
import { incomplete, invalidArgument, noDate } from './refusals.ts';
import type { Scope } from './signing-key.ts';
import { type AuthTarget, isS3 } from './target.ts';
import { amzDate, parseAmzDate, parseHttpDate } from './time.ts';

/** What a Signature Version 4 request says of itself, its form checked and nothing else. */
export interface Claims {
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As the client wrote it. */
  readonly date: string;
  /** `20150830T123600Z`, as the string to sign has it. */
  readonly amzDate: string;
  readonly timeMs: number;
  readonly sessionToken: string | undefined;
  /** Set when it came in the query. */
  readonly presigned?: { readonly expiresSeconds: number };
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const WEEK_SECONDS = 604_800;

/** Reads the `Authorization` field of a Signature Version 4 request. */
function claimsOfHeader(received: Received, target: AuthTarget, authorization: string): Claims {
  const parts = authorizationParts(authorization, target);
  const lacking = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  const date = received.headers.get('x-amz-date') ?? received.headers.get('date');
  if (date === undefined) {
    if (isS3(target)) throw noDate();
    lacking.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (lacking.length > 0) throw incomplete(target, `${lacking.join(' ')} Authorization=${authorization}`);
  const timeMs = parseHttpDate(date!);
  if (timeMs === undefined) throw badDate(target, date!);
  const credential = parseCredential(parts.get('Credential')!, target, false);
  return {
    ...credential,
    signedHeaders: parseSignedHeaders(parts.get('SignedHeaders')!, target),
    signature: parts.get('Signature')!,
    date: date!,
    amzDate: date!.length === 16 ? date! : amzDate(timeMs),
    timeMs,
    sessionToken: received.headers.get('x-amz-security-token'),
  };
}

function authorizationParts(authorization: string, target: AuthTarget): Map<string, string> {
  const parts = new Map<string, string>();
  for (const piece of authorization.slice(ALGORITHM.length).split(',')) {
    const text = piece.trim();
    if (text === '') continue;
    const equals = text.indexOf('=');
    if (equals <= 0) {
      throw incomplete(
        target,
        `'${text}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
      );
    }
    parts.set(text.slice(0, equals), text.slice(equals + 1));
  }
  return parts;
}

function parseCredential(
  text: string,
  target: AuthTarget,
  inQuery: boolean,
): { accessKeyId: string; scope: Scope } {
  const [accessKeyId = '', date = '', region = '', service = '', term = '', more] = text.split('/');
  if (term === '' || more !== undefined) {
    const message = isS3(target)
      ? 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
      : `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`;
    throw incomplete(target, message, inQuery);
  }
  if (term !== 'aws4_request') {
    const message = `Credential should be scoped with a valid terminator: 'aws4_request', not '${term}'.`;
    throw incomplete(target, message, inQuery);
  }
  return { accessKeyId, scope: { date, region, service } };
}

function parseSignedHeaders(text: string, target: AuthTarget): readonly string[] {
  const names = text.toLowerCase().split(';');
  if (!names.includes('host')) {
    throw incomplete(target, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return names;
}

function badDate(target: AuthTarget, date: string) {
  if (isS3(target)) return noDate();
  return incomplete(
    target,
    `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

/** Reads the query of a presigned Signature Version 4 URL. @param query its parameters, decoded */
function claimsOfQuery(target: AuthTarget, query: ReadonlyMap<string, string>): Claims {
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
  ];
  const s3 = isS3(target);
  if (names.some((name) => !query.get(name)) || (s3 && !query.get('X-Amz-Expires'))) {
    const message = s3
      ? 'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.'
      : `AWS query-string parameters must include ${names
          .filter((name) => !query.get(name))
          .map((name) => `'${name}'`)
          .join(', ')}.`;
    throw incomplete(target, message, true);
  }
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw incomplete(target, `X-Amz-Algorithm only supports "${ALGORITHM}"`, true);
  }
  const date = query.get('X-Amz-Date')!;
  const timeMs = parseAmzDate(date);
  if (timeMs === undefined) {
    throw incomplete(target, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", true);
  }
  return {
    ...parseCredential(query.get('X-Amz-Credential')!, target, true),
    signedHeaders: parseSignedHeaders(query.get('X-Amz-SignedHeaders')!, target),
    signature: query.get('X-Amz-Signature')!,
    date,
    amzDate: date,
    timeMs,
    sessionToken: query.get('X-Amz-Security-Token'),
    presigned: { expiresSeconds: parseExpires(query.get('X-Amz-Expires') ?? '900', target) },
  };
}

function parseExpires(text: string, target: AuthTarget): number {
  const refuse = (message: string) => incomplete(target, message, true);
  if (!/^-?\d+$/.test(text)) throw refuse('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds < 0) throw refuse('X-Amz-Expires must be non-negative');
  if (seconds > WEEK_SECONDS) {
    throw refuse(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK_SECONDS} seconds`,
    );
  }
  return seconds;
}

/** The parameters of a query, decoded; the first of each name. */
export function queryParameters(rawQuery: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of rawQuery.split('&')) {
    const equals = part.indexOf('=');
    const name = decodeBytes(equals < 0 ? part : part.slice(0, equals));
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? '' : decodeBytes(part.slice(equals + 1)));
  }
  return parameters;
}

/** Which way a request is signed. */
export type Signing =
  | { readonly way: 'none' }
  | { readonly way: 'v4'; readonly claims: Claims }
  | { readonly way: 'v2'; readonly query?: ReadonlyMap<string, string>; readonly authorization?: string };

/** Finds how a request is signed and reads what it claims. */
export function signingOf(received: Received, target: AuthTarget): Signing {
  const authorization = received.headers.get('authorization');
  const { rawQuery } = received;
  const presigned4 = rawQuery.includes('X-Amz-Signature=') || rawQuery.includes('X-Amz-Algorithm=');
  const presigned2 = isS3(target) && rawQuery.includes('AWSAccessKeyId=');
  if (authorization === undefined) {
    if (presigned4) return { way: 'v4', claims: claimsOfQuery(target, queryParameters(rawQuery)) };
    if (presigned2) return { way: 'v2', query: queryParameters(rawQuery) };
    return { way: 'none' };
  }
  if (isS3(target) && (presigned4 || presigned2)) {
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
      authorization,
    );
  }
  if (authorization.startsWith(`${ALGORITHM} `)) {
    return { way: 'v4', claims: claimsOfHeader(received, target, authorization) };
  }
  if (isS3(target) && authorization.startsWith('AWS ')) return { way: 'v2', authorization };
  if (isS3(target)) throw invalidArgument('Unsupported Authorization Type', 'Authorization', authorization);
  throw incomplete(
    target,
    `'${authorization}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
  );
}
