import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { Fault } from '../fault.ts';

/** The client went away, or said it would send more. */
export const incompleteBody = (): Fault =>
  new Fault('IncompleteBody', 400, 'The request body terminated unexpectedly');

/** A body larger than the operation takes. */
export const bodyTooLarge = (maxBytes: number): Fault =>
  new Fault('RequestEntityTooLargeException', 413, `Request body is larger than ${maxBytes} bytes`);

const NOTHING = Buffer.alloc(0);

/**
 * The whole body.
 * @throws Fault when it is larger than `maxBytes`; the rest of it is then left unread
 */
export function collect(
  source: Readable,
  maxBytes: number,
  tooLarge: (maxBytes: number) => Fault = bodyTooLarge,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    let bytes = 0;
    const settle = (outcome: () => void) => {
      source.off('data', take).off('end', finish).off('error', reject).off('close', closed);
      outcome();
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        source.pause();
        return settle(() => reject(tooLarge(maxBytes)));
      }
      if (!first) first = chunk;
      else if (more) more.push(chunk);
      else more = [first, chunk];
    };
    const finish = () => settle(() => resolve(more ? Buffer.concat(more, bytes) : (first ?? NOTHING)));
    const closed = () => settle(() => reject(incompleteBody()));
    source.on('data', take).on('end', finish).on('error', reject).on('close', closed);
    if (source.readableEnded) finish();
    else if (source.destroyed) closed();
  });
}

/**
 * Leads `source` through `through`, from the first time the result is read. When the source fails or ends early, so does the result; when the result fails, the
 * source is let go but stays open, so that the error can still be answered on its connection.
 */
export function lead(source: Readable, through: Transform): Readable {
  const failed = (error: Error) => through.destroy(error);
  const closed = () => {
    if (!source.readableEnded) through.destroy(incompleteBody());
  };
  source.on('error', failed).on('close', closed);
  through.on('error', () => {}); // whoever reads it hears of it; when nobody does any more, nobody needs to
  through.once('close', () => {
    source.unpipe(through).off('close', closed);
  });
  const read = through._read.bind(through);
  through._read = (size) => {
    through._read = read;
    source.pipe(through);
    read(size);
  };
  return through;
}

/** Passes bytes on and fails at the end unless their SHA-256 is the announced one. */
export class HashCheck extends Transform {
  readonly #hash = createHash('sha256');
  readonly #announced: string;

  /** @param sha256 lower-case hex */
  constructor(sha256: string) {
    super();
    this.#announced = sha256;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const computed = this.#hash.digest('hex');
    done(computed === this.#announced ? null : hashMismatch(this.#announced, computed));
  }
}

/** S3: the body is not the one that was signed. */
const hashMismatch = (announced: string, computed: string): Fault =>
  new Fault(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { members: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed } },
  );

/** A stream of bytes that are all there. */
export const streamOf = (bytes: Buffer): Readable =>
  Readable.from(bytes.length ? [bytes] : [], { objectMode: false });
