import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** The file descriptor of the log channel: messages as u32 length, f64 milliseconds since the epoch, text. */
const LOG_CHANNEL = 4;

/** A longer message is cut: CloudWatch Logs takes no longer events. */
const MOST_MESSAGE_BYTES = 256 * 1024;

/** What was written since the start, for the tally that goes with every answer. */
export const written = { messages: 0, rawBytes: 0 };

const nap = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, waiting for the reader where it must: a handler that prints faster than can be read is held back. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // nobody reads any more
      Atomics.wait(nap, 0, 0, 1);
    }
  }
}

/** Writes one message to the log; it may have several lines and stays one event. */
export function writeMessage(text: string): void {
  let bytes = Buffer.from(text);
  if (bytes.length > MOST_MESSAGE_BYTES) bytes = bytes.subarray(0, MOST_MESSAGE_BYTES);
  const head = Buffer.allocUnsafe(12);
  head.writeUInt32LE(bytes.length, 0);
  head.writeDoubleLE(Date.now(), 4);
  written.messages++;
  writeAll(LOG_CHANNEL, Buffer.concat([head, bytes]));
}

/** A standard stream: written at once, each line an event of its own. */
class RawStream extends Writable {
  readonly fd: number;

  constructor(descriptor: number) {
    super({ decodeStrings: true });
    this.fd = descriptor;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    written.rawBytes += chunk.length;
    writeAll(this.fd, chunk);
    done();
  }
}

/** Puts streams that write at once in place of the process's own. */
export function replaceStandardStreams(): void {
  for (const [name, descriptor] of [
    ['stdout', 1],
    ['stderr', 2],
  ] as const) {
    Object.defineProperty(process, name, {
      value: new RawStream(descriptor),
      configurable: true,
      writable: true,
    });
  }
}
