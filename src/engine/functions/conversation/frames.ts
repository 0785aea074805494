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
