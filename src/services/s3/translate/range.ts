import { invalidPartNumber, invalidRange, invalidRequest } from '../faults.ts';
import type { NumberedPart } from '../records/contents.ts';

/** Which bytes of an object to answer. */
export interface Span {
  readonly from: number;
  readonly bytes: number;
  /** `bytes 0-9/100`; absent: all of it, status 200. */
  readonly contentRange?: string;
}

/**
 * The bytes a Range header means. One that is not understood, or names several ranges, means everything.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14
 */
export function spanOfRange(range: string | undefined, bytes: number): Span {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '');
  if (range === undefined || !match) return { from: 0, bytes };
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return { from: 0, bytes };
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return { from: 0, bytes };
  if (from > to) throw invalidRange(range, bytes);
  return span(from, to - from + 1, bytes);
}

/** The bytes of one part: an object that was put in one piece is its own first part. */
export function spanOfPart(number: number, parts: readonly NumberedPart[] | undefined, bytes: number): Span {
  const count = parts?.length ?? 1;
  if (number < 1 || number > count) throw invalidPartNumber(number, count);
  if (!parts) return span(0, bytes, bytes);
  const before = parts.slice(0, number - 1).reduce((sum, part) => sum + part.bytes, 0);
  return span(before, parts[number - 1]?.bytes ?? 0, bytes);
}

/** The bytes of a source that a part is copied from: the range must lie within it. */
export function spanOfCopy(range: string | undefined, bytes: number): Span {
  if (range === undefined) return { from: 0, bytes };
  const match = /^bytes=(\d+)-(\d+)$/.exec(range);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || to < from) {
    throw invalidRequest(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  if (to >= bytes) throw invalidRequest(`Range specified is not valid for source object of size: ${bytes}`);
  return { from, bytes: to - from + 1 };
}

const span = (from: number, count: number, bytes: number): Span => ({
  from,
  bytes: count,
  ...(bytes > 0 && { contentRange: `bytes ${from}-${from + count - 1}/${bytes}` }),
});
