import { crc32 } from 'node:zlib';

/** The value of a header of an event stream message. Times are milliseconds since the epoch. */
export type HeaderValue =
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'byte' | 'short' | 'integer'; readonly value: number }
  | { readonly type: 'long'; readonly value: bigint }
  | { readonly type: 'blob'; readonly value: Uint8Array }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'timestamp'; readonly value: number }
  | { readonly type: 'uuid'; readonly value: Uint8Array };

/** One message of an event stream. */
export interface Message {
  readonly headers: ReadonlyMap<string, HeaderValue>;
  readonly payload: Uint8Array;
}

/** What is wrong with bytes that are not messages: lengths, checksums, headers. */
export class FrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameError';
  }
}

/** The prelude: total length, length of the headers, checksum of the two; each 4 bytes. */
export const PRELUDE_BYTES = 12;
/** Prelude and the checksum at the end. */
const OVERHEAD_BYTES = 16;
/** AWS's bound of a message's payload, with its headers. */
const MAX_MESSAGE_BYTES = 24 * 1024 * 1024;
const MAX_HEADER_BYTES = 128 * 1024;

const TYPES = [
  'true',
  'false',
  'byte',
  'short',
  'integer',
  'long',
  'blob',
  'string',
  'timestamp',
  'uuid',
] as const;

/** The frame of a message. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export function encodeMessage(message: Message): Buffer {
  const headers = encodeHeaders(message.headers);
  const frame = Buffer.allocUnsafe(OVERHEAD_BYTES + headers.length + message.payload.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, PRELUDE_BYTES);
  frame.set(message.payload, PRELUDE_BYTES + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, frame.length - 4)), frame.length - 4);
  return frame;
}

function encodeHeaders(headers: Message['headers']): Buffer {
  const parts: Buffer[] = [];
  for (const [name, header] of headers) {
    const bytes = Buffer.from(name);
    if (bytes.length === 0 || bytes.length > 255)
      throw new FrameError(`A header name of ${bytes.length} bytes`);
    parts.push(Buffer.of(bytes.length), bytes, encodeValue(header));
  }
  return Buffer.concat(parts);
}

function encodeValue(header: HeaderValue): Buffer {
  if (header.type === 'boolean') return Buffer.of(header.value ? 0 : 1);
  const type = TYPES.indexOf(header.type);
  switch (header.type) {
    case 'byte':
      return Buffer.of(type, header.value & 0xff);
    case 'short':
      return fixed(type, 2, (buffer) => buffer.writeInt16BE(header.value, 1));
    case 'integer':
      return fixed(type, 4, (buffer) => buffer.writeInt32BE(header.value, 1));
    case 'long':
      return fixed(type, 8, (buffer) => buffer.writeBigInt64BE(header.value, 1));
    case 'timestamp':
      return fixed(type, 8, (buffer) => buffer.writeBigInt64BE(BigInt(Math.trunc(header.value)), 1));
    case 'uuid':
      return Buffer.concat([Buffer.of(type), header.value]);
    default: {
      const bytes = typeof header.value === 'string' ? Buffer.from(header.value) : header.value;
      if (bytes.length > 0x7fff) throw new FrameError(`A header value of ${bytes.length} bytes`);
      return Buffer.concat([Buffer.of(type, bytes.length >> 8, bytes.length & 0xff), bytes]);
    }
  }
}

function fixed(type: number, bytes: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(bytes + 1);
  buffer[0] = type;
  write(buffer);
  return buffer;
}

/**
 * The length of the frame that `bytes` start with.
 * @param bytes at least the prelude
 * @throws FrameError when the prelude's checksum or lengths are wrong
 */
export function frameLength(bytes: Buffer): number {
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8))
    throw new FrameError('Wrong checksum of a prelude');
  const total = bytes.readUInt32BE(0);
  const headers = bytes.readUInt32BE(4);
  if (total > MAX_MESSAGE_BYTES || headers > MAX_HEADER_BYTES || headers + OVERHEAD_BYTES > total) {
    throw new FrameError(`A message of ${total} bytes with ${headers} bytes of headers`);
  }
  return total;
}

/**
 * The message of one whole frame.
 * @throws FrameError
 */
export function decodeMessage(frame: Buffer): Message {
  if (frame.length < OVERHEAD_BYTES || frameLength(frame) !== frame.length)
    throw new FrameError('Not one whole message');
  const end = frame.length - 4;
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end))
    throw new FrameError('Wrong checksum of a message');
  const payloadStart = PRELUDE_BYTES + frame.readUInt32BE(4);
  return {
    headers: decodeHeaders(frame.subarray(PRELUDE_BYTES, payloadStart)),
    payload: frame.subarray(payloadStart, end),
  };
}

function decodeHeaders(bytes: Buffer): Map<string, HeaderValue> {
  const headers = new Map<string, HeaderValue>();
  let at = 0;
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw new FrameError('Headers that end too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const name = take(take(1).readUInt8()).toString();
    if (name === '' || headers.has(name))
      throw new FrameError(`Header ${JSON.stringify(name)} is empty or there twice`);
    headers.set(name, decodeValue(take(1).readUInt8(), take));
  }
  return headers;
}

function decodeValue(code: number, take: (length: number) => Buffer): HeaderValue {
  const type = TYPES[code];
  switch (type) {
    case 'true':
    case 'false':
      return { type: 'boolean', value: type === 'true' };
    case 'byte':
      return { type, value: take(1).readInt8() };
    case 'short':
      return { type, value: take(2).readInt16BE() };
    case 'integer':
      return { type, value: take(4).readInt32BE() };
    case 'long':
      return { type, value: take(8).readBigInt64BE() };
    case 'timestamp':
      return { type, value: Number(take(8).readBigInt64BE()) };
    case 'blob':
      return { type, value: take(take(2).readUInt16BE()) };
    case 'string':
      return { type, value: take(take(2).readUInt16BE()).toString() };
    case 'uuid':
      return { type, value: take(16) };
    default:
      throw new FrameError(`Header of unknown type ${code}`);
  }
}
