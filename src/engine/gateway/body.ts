import type { Readable } from 'node:stream';
import { brokenBody, type Refusal, requestTooLarge } from './refusal.ts';

/**
 * The most a request or an answer may have, bytes: 10 MB.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const PAYLOAD_BYTES = 10 * 1024 * 1024;

const EMPTY = Buffer.alloc(0);

/** Over this, the rest of a body that is too large is not even discarded: its connection is closed. */
const DISCARDED_BYTES = 4 * PAYLOAD_BYTES;

/** Reads a request's body to its end. A body that is too large is read on without being kept, so that its client hears why. */
export function readBody(
  source: Readable | Buffer,
  length: string | undefined,
): Promise<Buffer | Refusal> | Buffer | Refusal {
  if (Buffer.isBuffer(source)) return source.length > PAYLOAD_BYTES ? requestTooLarge() : source;
  if (Number(length) > DISCARDED_BYTES) return requestTooLarge();
  if (source.readableEnded || length === '0') return EMPTY;
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (outcome: Buffer | Refusal): void => {
      source.off('data', take).off('end', end).off('error', fail).off('close', fail);
      resolve(outcome);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= PAYLOAD_BYTES) chunks.push(chunk);
      else chunks = [];
      if (bytes > DISCARDED_BYTES) settle(requestTooLarge());
    };
    const end = (): void => {
      if (bytes > PAYLOAD_BYTES) settle(requestTooLarge());
      else settle(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    };
    const fail = (): void => settle(brokenBody());
    source.on('data', take).on('end', end).on('error', fail).on('close', fail);
  });
}
