import type { Readable } from 'node:stream';
import type { Clock } from '../../../kit/index.ts';
import type { LogLine } from '../spec.ts';
import { LineReader } from './lines.ts';

const HEAD_BYTES = 12;

/** Who writes longer messages is not our runtime. */
const MOST_MESSAGE_BYTES = 1024 * 1024;

/** How long an answer waits for the lines that were written before it, milliseconds. */
const PATIENCE_MS = 50;

/**
 * Reads what a worker logs: messages from its log channel, lines from its standard streams. Counts both, so that an
 * answer is not overtaken by the lines that were written before it.
 */
export class LogReader {
  readonly #clock: Clock;
  readonly #onLines: (lines: readonly LogLine[]) => void;
  #rest: Buffer | undefined;
  #messages = 0;
  #rawBytes = 0;
  #waiting: { messages: number; rawBytes: number; go: () => void; timer: Disposable } | undefined;
  readonly #standard: readonly LineReader[];

  constructor(
    clock: Clock,
    channel: Readable | undefined,
    standard: readonly Readable[],
    onLines: (lines: readonly LogLine[]) => void,
  ) {
    this.#clock = clock;
    this.#onLines = onLines;
    channel?.on('data', (chunk: Buffer) => this.#readMessages(chunk));
    this.#standard = standard.map((stream) => {
      const lines = new LineReader();
      stream.on('data', (chunk: Buffer) => this.#readLines(lines, chunk));
      return lines;
    });
  }

  /** Calls `go` once that much was read: at once when it was. */
  after(messages: number, rawBytes: number, go: () => void): void {
    if (this.#reached(messages, rawBytes)) return go();
    const timer = this.#clock.after(PATIENCE_MS, () => this.#release());
    this.#waiting = { messages, rawBytes, go, timer };
  }

  /** Nothing more will come: hands on what has no end of line yet, and lets go who waits. */
  flush(): void {
    this.#emit(this.#standard.flatMap((lines) => lines.flush()));
    this.#release();
  }

  /** The difference modulo 2^32 tells who is ahead: counters may wrap, and a child of the worker may write too. */
  #reached(messages: number, rawBytes: number): boolean {
    return ((this.#messages - messages) | 0) >= 0 && ((this.#rawBytes - rawBytes) | 0) >= 0;
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.timer[Symbol.dispose]();
    waiting?.go();
  }

  #check(): void {
    if (this.#waiting && this.#reached(this.#waiting.messages, this.#waiting.rawBytes)) this.#release();
  }

  #readLines(lines: LineReader, chunk: Buffer): void {
    this.#rawBytes += chunk.length;
    this.#emit(lines.push(chunk));
    this.#check();
  }

  #emit(lines: readonly string[]): void {
    const timeMs = this.#clock.now();
    if (lines.length > 0) this.#onLines(lines.map((message) => ({ timeMs, message })));
  }

  #readMessages(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    const lines: LogLine[] = [];
    let at = 0;
    while (bytes.length - at >= HEAD_BYTES) {
      const length = bytes.readUInt32LE(at);
      if (length > MOST_MESSAGE_BYTES) {
        at = bytes.length; // someone else wrote there: nothing after it can be read
        break;
      }
      if (bytes.length - at < HEAD_BYTES + length) break;
      const start = at + HEAD_BYTES;
      lines.push({
        timeMs: Math.floor(bytes.readDoubleLE(at + 4)),
        message: bytes.toString('utf8', start, start + length),
      });
      at = start + length;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : undefined;
    this.#messages += lines.length;
    if (lines.length > 0) this.#onLines(lines);
    this.#check();
  }
}
