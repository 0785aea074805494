import { invalidArgument, notImplemented } from '../faults.ts';

/** The object that is copied. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Reads `x-amz-copy-source`: `bucket/key`, URL-encoded as forms are (`+` is a space, the slash may be `%2F`), perhaps with `?versionId=`. */
export function parseCopySource(text: string): CopySource {
  if (text.startsWith('arn:')) throw notImplemented('A copy source behind an access point');
  const [path, query] = split(text, '?versionId=');
  const [bucket, key] = split(decode(path, text).replace(/^\//, ''), '/');
  if (bucket === '' || key === '') {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      text,
    );
  }
  return { bucket, key, ...(query !== '' && { versionId: decode(query, text) }) };
}

function split(text: string, separator: string): [string, string] {
  const cut = text.indexOf(separator);
  return cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut + separator.length)];
}

function decode(text: string, whole: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', whole);
  }
}
