import { encodeFrame } from '../../../kit/index.ts';

/** What a frame says. */
export const Kind = { request: 1, response: 2 } as const;

/** The longest frame that is read, bytes: the largest answer with its head. */
export const MOST_FRAME_BYTES = 128 * 1024 * 1024;

/** A request for a prediction: what `POST /invocations` carries, without the words of HTTP. */
export interface RequestMessage {
  /** Unique among the requests under way on its connection. */
  readonly id: number;
  readonly contentType: string;
  readonly accept: string;
  readonly body: Uint8Array;
}

/** Its answer. */
export interface ResponseMessage {
  readonly id: number;
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

const HEAD_BYTES = 8;

/** Two header values of at most 65,535 Latin-1 characters each, or a RangeError. */
export function encodeRequest({ id, contentType, accept, body }: RequestMessage): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES + contentType.length + accept.length);
  head.writeUInt32LE(id, 0);
  head.writeUInt16LE(contentType.length, 4);
  head.writeUInt16LE(accept.length, 6);
  head.write(contentType, HEAD_BYTES, 'latin1');
  head.write(accept, HEAD_BYTES + contentType.length, 'latin1');
  return encodeFrame(Kind.request, head, body);
}

/** The request in the body of a frame; its own body is not copied. */
export function decodeRequest(frame: Buffer): RequestMessage & { readonly body: Buffer } {
  const acceptAt = HEAD_BYTES + frame.readUInt16LE(4);
  const bodyAt = acceptAt + frame.readUInt16LE(6);
  return {
    id: frame.readUInt32LE(0),
    contentType: frame.toString('latin1', HEAD_BYTES, acceptAt),
    accept: frame.toString('latin1', acceptAt, bodyAt),
    body: frame.subarray(bodyAt),
  };
}

/** An answer as a frame. */
export function encodeResponse(id: number, status: number, contentType: string, body: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES + contentType.length);
  head.writeUInt32LE(id, 0);
  head.writeUInt16LE(status, 4);
  head.writeUInt16LE(contentType.length, 6);
  head.write(contentType, HEAD_BYTES, 'latin1');
  return encodeFrame(Kind.response, head, body);
}

/** The answer in the body of a frame; its own body is not copied. */
export function decodeResponse(frame: Buffer): ResponseMessage {
  const bodyAt = HEAD_BYTES + frame.readUInt16LE(6);
  return {
    id: frame.readUInt32LE(0),
    status: frame.readUInt16LE(4),
    contentType: frame.toString('latin1', HEAD_BYTES, bodyAt),
    body: frame.subarray(bodyAt),
  };
}
