const HEAD_BYTES = 5;

/** One frame: u32 length of what follows, u8 kind, the parts. */
export function encodeFrame(kind: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 1;
  for (const part of parts) length += part.length;
  const frame = Buffer.allocUnsafe(4 + length);
  frame.writeUInt32LE(length, 0);
  frame[4] = kind;
  let at = HEAD_BYTES;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}

/**
 * Cuts a stream of bytes into frames. What came in one chunk is handed on without copying.
 */
export class FrameReader {
  readonly #onFrame: (kind: number, body: Buffer) => void;
  readonly #onFault: () => void;
  readonly #mostBytes: number;
  #pieces: Buffer[] = [];
  #held = 0;

  /**
   * @param mostBytes the longest frame there may be
   * @param onFault called when a longer one is announced: the stream is lost
   */
  constructor(mostBytes: number, onFrame: (kind: number, body: Buffer) => void, onFault: () => void) {
    this.#mostBytes = mostBytes;
    this.#onFrame = onFrame;
    this.#onFault = onFault;
  }

  /** Takes the next bytes. */
  push(chunk: Buffer): void {
    if (this.#held > 0) {
      this.#pieces.push(chunk);
      this.#held += chunk.length;
      if (this.#held < this.#needed()) return;
      chunk = Buffer.concat(this.#pieces);
      this.#pieces = [];
      this.#held = 0;
    }
    let at = 0;
    while (chunk.length - at >= HEAD_BYTES) {
      const length = chunk.readUInt32LE(at);
      if (length > this.#mostBytes || length === 0) return this.#onFault();
      if (chunk.length - at < 4 + length) break;
      this.#onFrame(chunk[at + 4] as number, chunk.subarray(at + HEAD_BYTES, at + 4 + length));
      at += 4 + length;
    }
    if (at < chunk.length) {
      this.#pieces = [at === 0 ? chunk : chunk.subarray(at)];
      this.#held = chunk.length - at;
    }
  }

  /** Bytes that must be there before looking again is worth it: pieces are not glued together for every chunk. */
  #needed(): number {
    const first = this.#pieces[0] as Buffer;
    if (first.length >= 4) return Math.min(4 + first.readUInt32LE(0), this.#mostBytes);
    return HEAD_BYTES;
  }
}
