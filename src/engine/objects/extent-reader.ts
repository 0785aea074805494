import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Extent } from './spec.ts';

/** How much is read from disk at a time, bytes. */
const READ_BYTES = 256 * 1024;

/** One piece of a file to be read. */
export interface Slice {
  readonly path: string;
  /** Offset of the first byte. */
  readonly from: number;
  readonly bytes: number;
}

/**
 * Which pieces of which extents make up a range of the whole.
 * @param from offset of the first byte
 * @param bytes how many
 */
export function slice(
  extents: readonly Extent[],
  from: number,
  bytes: number,
  pathOf: (id: string) => string,
): Slice[] {
  const slices: Slice[] = [];
  let start = 0;
  for (const extent of extents) {
    const first = Math.max(from, start);
    const end = Math.min(from + bytes, start + extent.bytes);
    if (first < end) slices.push({ path: pathOf(extent.id), from: first - start, bytes: end - first });
    start += extent.bytes;
  }
  return slices;
}

/** A stream of the pieces one after the other. The first file is opened at once, the others when it is their turn. */
export class ExtentReader extends Readable {
  readonly #slices: readonly Slice[];
  readonly #lease: Disposable;
  #next = 0;
  #file: FileHandle | undefined;
  #position = 0;
  #left = 0;

  private constructor(slices: readonly Slice[], lease: Disposable) {
    super({ highWaterMark: READ_BYTES });
    this.#slices = slices;
    this.#lease = lease;
  }

  /** @param lease disposed when the stream is done with, however it ends */
  static async open(slices: readonly Slice[], lease: Disposable): Promise<ExtentReader> {
    const reader = new ExtentReader(slices, lease);
    try {
      await reader.#advance();
    } catch (error) {
      reader.destroy();
      throw error;
    }
    return reader;
  }

  override _read(): void {
    this.#readSome().then(
      (bytes) => this.push(bytes),
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#lease[Symbol.dispose]();
    const file = this.#file;
    this.#file = undefined;
    if (!file) return done(error);
    file.close().then(
      () => done(error),
      (failure: Error) => done(error ?? failure),
    );
  }

  async #readSome(): Promise<Buffer | null> {
    if (this.#left === 0 && !(await this.#advance())) return null;
    const file = this.#file;
    if (!file) return null; // destroyed meanwhile
    const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, this.#left));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#position);
    if (bytesRead === 0) throw new Error('bytes at rest are shorter than their record says');
    this.#position += bytesRead;
    this.#left -= bytesRead;
    return bytesRead === buffer.length ? buffer : buffer.subarray(0, bytesRead);
  }

  /** Opens the next piece; answers whether there was one. */
  async #advance(): Promise<boolean> {
    const upcoming = this.#slices[this.#next++];
    await this.#file?.close();
    this.#file = undefined;
    if (!upcoming) return false;
    const file = await open(upcoming.path, 'r');
    if (this.destroyed) {
      await file.close();
      return false;
    }
    this.#file = file;
    this.#position = upcoming.from;
    this.#left = upcoming.bytes;
    return true;
  }
}
