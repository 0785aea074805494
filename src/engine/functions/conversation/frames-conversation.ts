import { type Clock, encodeFrame, FrameReader } from '../../../kit/index.ts';
import type { RunningProcess } from '../../../machine/index.ts';
import type { Invocation } from '../spec.ts';
import { closed, type Conversation, type Listener } from './conversation.ts';
import { decodeTally, Frame, type Initialisation, type InvocationHeader, TALLY_BYTES } from './frames.ts';
import { LogReader } from './log-reader.ts';

const MOST_FRAME_BYTES = 16 * 1024 * 1024;

/** Talks with a runtime of ours: frames over the first channel of its process, log messages over the second. */
export class FramesConversation implements Conversation {
  /** Resolves when the runtime is up, whether or not it knows its function. */
  readonly ready: Promise<void>;
  readonly #process: RunningProcess;
  readonly #clock: Clock;
  readonly #log: LogReader;
  #listener: Listener | undefined;

  constructor(process: RunningProcess, clock: Clock) {
    this.#process = process;
    this.#clock = clock;
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise;
    const [channel, log] = process.channels;
    this.#log = new LogReader(clock, log, [process.stdout, process.stderr], (lines) =>
      this.#listener?.lines(lines),
    );
    const reader = new FrameReader(
      MOST_FRAME_BYTES,
      (kind, body) => (kind === Frame.ready ? ready.resolve() : this.#hear(kind, body)),
      () => process.signal('SIGKILL'), // the function's code wrote into our channel
    );
    channel?.on('data', (chunk: Buffer) => reader.push(chunk));
  }

  /** Gives the runtime its function; from then on the listener hears. */
  initialise(initialisation: Initialisation, listener: Listener): void {
    this.#listener = listener;
    this.#write(encodeFrame(Frame.initialise, Buffer.from(JSON.stringify(initialisation))));
  }

  invoke(invocation: Invocation, deadlineMs: number): void {
    const header: InvocationHeader = {
      id: invocation.id,
      deadlineMs,
      arn: invocation.arn,
      trace: invocation.trace,
      ...(invocation.clientContext === undefined ? {} : { clientContext: invocation.clientContext }),
    };
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(text.length, 0);
    this.#write(encodeFrame(Frame.invoke, length, text, invocation.payload));
  }

  async drained(): Promise<void> {
    const { channels, stdout, stderr } = this.#process;
    await closed([...channels, stdout, stderr], this.#clock);
    this.#log.flush();
  }

  #write(frame: Buffer): void {
    this.#process.channels[0]?.write(frame);
  }

  #hear(kind: number, body: Buffer): void {
    if (kind === Frame.initialised) return this.#listener?.initialised({ kind: 'initialised' });
    if (body.length < TALLY_BYTES) return this.#process.signal('SIGKILL');
    const tally = decodeTally(body);
    const payload = body.subarray(TALLY_BYTES);
    this.#log.after(tally.messages, tally.rawBytes, () => {
      if (kind === Frame.initFailed) return this.#listener?.initialised({ kind: 'failed', payload });
      this.#listener?.replied({
        kind: kind === Frame.answered ? 'answered' : kind === Frame.unreadable ? 'unreadable' : 'failed',
        payload,
        peakMemoryBytes: tally.peakMemoryBytes,
        last: kind === Frame.fatal,
      });
    });
  }

  [Symbol.dispose](): void {
    this.#listener = undefined;
  }
}
