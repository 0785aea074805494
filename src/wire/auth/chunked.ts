import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { createDigest, DIGEST_BYTES, type Digest } from '../../kit/checksum/index.ts';
import { Fault } from '../fault.ts';
import { checksumMismatch } from './announced-digests.ts';
import { incompleteBody } from './body.ts';
import { hashLatin1 } from './canonical.ts';
import type { Payload } from './payload.ts';
import { hmacHex } from './signing-key.ts';
import { type ChunkSeed, sameSignature } from './verify-v4.ts';

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** The longest line between chunks that is read, bytes; a real one has about 90. */
const LINE_BYTES = 4096;

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done';

/**
 * Takes the `aws-chunked` framing off and checks chunk signatures, announced length and trailing checksum. Bytes are passed on
 * before their chunk's signature is known: a reader may commit only at the end of the stream.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class ChunkDecoder extends Transform {
  readonly #payload: Extract<Payload, { kind: 'chunked' }>;
  readonly #seed: ChunkSeed | undefined;
  readonly #checksum: Digest | undefined;
  readonly #trailers = new Map<string, string>();
  #state: State = 'size';
  #line = '';
  #left = 0;
  #decodedBytes = 0;
  #chunkHash: Hash | undefined;
  #chunkSignature = '';
  #previousSignature: string;

  /** @param seed what chunk signatures build on; undefined leaves them unchecked */
  constructor(payload: Extract<Payload, { kind: 'chunked' }>, seed: ChunkSeed | undefined) {
    super();
    this.#payload = payload;
    this.#seed = payload.signed ? seed : undefined;
    this.#previousSignature = seed?.signature ?? '';
    this.#checksum = payload.trailer && createDigest(payload.trailer.algorithm);
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let at = 0;
      while (at < bytes.length)
        at = this.#state === 'data' ? this.#takeData(bytes, at) : this.#takeLine(bytes, at);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#state === 'done' ? null : incompleteBody());
  }

  #takeData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    const data = at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end);
    this.#left -= data.length;
    this.#decodedBytes += data.length;
    if (this.#decodedBytes > this.#payload.decodedBytes) throw incompleteBody();
    this.#chunkHash?.update(data);
    this.#checksum?.update(data);
    this.push(data);
    if (this.#left === 0) this.#state = 'data-end';
    return end;
  }

  #takeLine(bytes: Buffer, at: number): number {
    if (this.#state === 'done') throw malformedTrailer();
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    this.#line += bytes.toString('latin1', at, end);
    if (this.#line.length > LINE_BYTES) throw malformedTrailer();
    if (newline < 0) return end;
    const line = this.#line.replace(/\r?\n$/, '');
    this.#line = '';
    if (this.#state === 'size') this.#startChunk(line);
    else if (this.#state === 'data-end') this.#endChunk(line);
    else if (line === '') this.#finish();
    else this.#takeTrailer(line);
    return end;
  }

  #startChunk(line: string): void {
    const [, size = '', signature = ''] =
      /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
    if (size === '' || (this.#seed && signature === '')) throw incompleteBody();
    this.#left = Number.parseInt(size, 16);
    this.#chunkSignature = signature;
    if (this.#seed) this.#chunkHash = createHash('sha256');
    if (this.#left > 0) {
      this.#state = 'data';
      return;
    }
    this.#checkChunkSignature();
    this.#state = 'trailer';
  }

  #endChunk(line: string): void {
    if (line !== '') throw incompleteBody();
    this.#checkChunkSignature();
    this.#state = 'size';
  }

  #checkChunkSignature(): void {
    if (!this.#seed) return;
    const { key, date, scope } = this.#seed;
    const sha256 = this.#chunkHash!.digest('hex');
    const stringToSign = `AWS4-HMAC-SHA256-PAYLOAD\n${date}\n${scope}\n${this.#previousSignature}\n${EMPTY_SHA256}\n${sha256}`;
    const expected = hmacHex(key, stringToSign);
    if (!sameSignature(expected, this.#chunkSignature)) throw chunkMismatch();
    this.#previousSignature = expected;
  }

  #takeTrailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon <= 0 || this.#trailers.size >= 8) throw malformedTrailer();
    this.#trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }

  #finish(): void {
    this.#state = 'done';
    if (this.#decodedBytes !== this.#payload.decodedBytes) throw incompleteBody();
    const { trailer } = this.#payload;
    if (!trailer) return;
    const value = this.#trailers.get(trailer.name);
    if (value === undefined) throw malformedTrailer();
    if (this.#seed) this.#checkTrailerSignature(this.#seed);
    const computed = this.#checksum!.digest();
    const given = Buffer.from(value, 'base64');
    if (given.length !== DIGEST_BYTES[trailer.algorithm] || given.toString('base64') !== value) {
      throw new Fault('InvalidRequest', 400, `Value for ${trailer.name} trailing header is invalid.`);
    }
    if (!given.equals(computed)) throw checksumMismatch(trailer.algorithm);
  }

  #checkTrailerSignature({ key, date, scope }: ChunkSeed): void {
    const signature = this.#trailers.get('x-amz-trailer-signature');
    if (signature === undefined) throw malformedTrailer();
    const lines = [...this.#trailers]
      .filter(([name]) => name !== 'x-amz-trailer-signature')
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const text = lines.map(([name, value]) => `${name}:${value}\n`).join('');
    const stringToSign = `AWS4-HMAC-SHA256-TRAILER\n${date}\n${scope}\n${this.#previousSignature}\n${hashLatin1(text)}`;
    if (!sameSignature(hmacHex(key, stringToSign), signature)) throw chunkMismatch();
  }
}

const chunkMismatch = (): Fault =>
  new Fault(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );

const malformedTrailer = (): Fault =>
  new Fault(
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
