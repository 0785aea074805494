import { hash } from 'node:crypto';
import type { Received } from '../received.ts';
import { decodeBytes, encodeBytes } from './encode.ts';

/** Everything the canonical request is made of besides the request itself. */
export interface CanonicalOptions {
  /** Lower-case names in the order the client listed them. */
  readonly signedHeaders: readonly string[];
  /** Hex SHA-256 of the payload, or the word that stands for it. */
  readonly payloadHash: string;
  /** S3: the path is encoded once and never normalised. */
  readonly s3: boolean;
  /** A query parameter to leave out: the signature itself, when it is one. */
  readonly without?: string;
}

/**
 * The canonical request of Signature Version 4. Its characters are bytes: hash it as latin1, as Node decodes header fields.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(received: Received, options: CanonicalOptions): string {
  const path = options.s3 ? encodeBytes(decodeBytes(received.rawPath), '/') : canonicalPath(received.rawPath);
  let text = `${received.method}\n${path}\n${canonicalQuery(received.rawQuery, options.without)}\n`;
  for (const name of options.signedHeaders) text += `${name}:${canonicalValue(received, name)}\n`;
  return `${text}\n${options.signedHeaders.join(';')}\n${options.payloadHash}`;
}

/** Hex SHA-256 of text whose characters are bytes. */
export const hashLatin1 = (text: string): string => hash('sha256', Buffer.from(text, 'latin1'), 'hex');

/** The path normalised by RFC 3986 and encoded once more than it came. */
function canonicalPath(rawPath: string): string {
  if (rawPath === '/' || rawPath === '') return '/';
  const needsNormalising = rawPath.includes('//') || rawPath.includes('/.');
  return encodeBytes(needsNormalising ? normalise(rawPath) : rawPath, '/');
}

function normalise(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const open = kept.length > 0 && /\/(\.{1,2})?$/.test(path);
  return `/${kept.join('/')}${open ? '/' : ''}`;
}

function canonicalQuery(rawQuery: string, without: string | undefined): string {
  if (rawQuery === '') return '';
  const pairs: [string, string][] = [];
  for (const part of rawQuery.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const encodedName = canonicalQueryText(name);
    if (encodedName === without) continue;
    pairs.push([encodedName, equals < 0 ? '' : canonicalQueryText(part.slice(equals + 1))]);
  }
  pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const canonicalQueryText = (text: string): string => encodeBytes(decodeBytes(text.replaceAll('+', ' ')));

function canonicalValue(received: Received, name: string): string {
  const values = received.headers.all(name);
  if (values.length === 1) return collapse(values[0]!);
  return values.map(collapse).join(',');
}

const collapse = (value: string): string => {
  const trimmed = value.trim();
  return trimmed.includes('  ') ? trimmed.replace(/ +/g, ' ') : trimmed;
};
