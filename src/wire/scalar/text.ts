import type { Shape, SimpleKind, TimestampFormat } from '../shape.ts';
import { formatBase64, parseBase64 } from './blob.ts';
import { parseNumber } from './number.ts';
import { formatTimestamp, parseTimestamp } from '../timestamp.ts';

/** Reads a value written as text; undefined when it is not one of the kind. */
export type TextReader = (text: string) => unknown;

/**
 * How values of a simple kind are read from text (XML, Query, labels, headers).
 * @param format of timestamps
 */
export function textReader(kind: SimpleKind, format: TimestampFormat): TextReader {
  switch (kind) {
    case 'string':
      return (text) => text;
    case 'boolean':
      return (text) => (text === 'true' ? true : text === 'false' ? false : undefined);
    case 'blob':
      return parseBase64;
    case 'timestamp':
      return (text) => parseTimestamp(text, format);
    case 'document':
      return (text) => text;
    default:
      return (text) => parseNumber(text, kind);
  }
}

/** How values of a simple kind are written as text. */
export function textWriter(kind: SimpleKind, format: TimestampFormat): (value: unknown) => string {
  switch (kind) {
    case 'blob':
      return (value) => formatBase64(value as Uint8Array | string);
    case 'timestamp':
      return (value) => formatTimestamp(value as Date, format);
    default:
      return String;
  }
}

/** Whether a shape has no members. */
export function isSimple(shape: Shape): shape is Extract<Shape, { kind: SimpleKind }> {
  return !('members' in shape || 'member' in shape || 'value' in shape);
}
