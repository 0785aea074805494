/** What a frame says. Host to worker: 1 to 9; worker to host: from 10 on. */
export const Frame = {
  /** JSON: {@link Initialisation} */
  initialise: 1,
  /** u32 length of the header, the header (JSON: {@link InvocationHeader}), the event */
  invoke: 2,
  /** Empty: the runtime is up and knows no function yet. */
  ready: 10,
  /** Empty: the handler is loaded. */
  initialised: 11,
  /** A {@link Tally}, then the error as JSON: the handler could not be loaded, and the worker ends. */
  initFailed: 12,
  /** A {@link Tally}, then the answer. */
  answered: 13,
  /** A {@link Tally}, then the error as JSON: the handler threw. */
  failed: 14,
  /** As `failed`, and the worker ends. */
  fatal: 15,
  /** A {@link Tally}, then the parser's words: the event is no JSON. */
  unreadable: 16,
} as const;

/** What a worker must know of its function. */
export interface Initialisation {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly handler: string;
  readonly codeDirectory: string;
  /** Where layers are seen, `/opt` or what stands in for it. */
  readonly layerDirectory: string;
  /** The runtime's major (`24`) for Node, the minor (`12`) for Python. */
  readonly generation: number;
  readonly functionName: string;
  readonly version: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly mostAnswerBytes: number;
}

/** What a worker must know of one invocation besides its event. */
export interface InvocationHeader {
  readonly id: string;
  readonly deadlineMs: number;
  readonly arn: string;
  readonly trace: string;
  /** JSON */
  readonly clientContext?: string;
}

/** What a worker tells with every answer; 12 bytes. */
export interface Tally {
  /** The most memory it ever held. */
  readonly peakMemoryBytes: number;
  /** Messages it wrote to the log channel since it started, modulo 2^32. */
  readonly messages: number;
  /** Bytes it wrote to its standard streams since it started, modulo 2^32. */
  readonly rawBytes: number;
}

/** Bytes of a {@link Tally}. */
export const TALLY_BYTES = 12;

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

/** The bytes of a tally. */
export function encodeTally({ peakMemoryBytes, messages, rawBytes }: Tally): Buffer {
  const bytes = Buffer.allocUnsafe(TALLY_BYTES);
  bytes.writeUInt32LE(Math.floor(peakMemoryBytes / 1024), 0);
  bytes.writeUInt32LE(messages >>> 0, 4);
  bytes.writeUInt32LE(rawBytes >>> 0, 8);
  return bytes;
}

/** The tally at the head of a body. */
export function decodeTally(body: Buffer): Tally {
  return {
    peakMemoryBytes: body.readUInt32LE(0) * 1024,
    messages: body.readUInt32LE(4),
    rawBytes: body.readUInt32LE(8),
  };
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
