import type { Readable } from 'node:stream';
import type { Clock } from '../../../kit/index.ts';
import type { Invocation, LogLine } from '../spec.ts';

/** How a worker's initialisation ended; its death is told elsewhere. */
export type Initialised =
  | { readonly kind: 'initialised' }
  | { readonly kind: 'failed'; readonly payload: Buffer };

/** A worker's answer to an event. */
export interface Reply {
  readonly kind: 'answered' | 'failed' | 'unreadable';
  readonly payload: Buffer;
  /** The most memory the worker ever held; unknown where it does not tell. */
  readonly peakMemoryBytes: number | undefined;
  /** The worker ends with this answer. */
  readonly last: boolean;
}

/** What is heard from a worker. */
export interface Listener {
  initialised(outcome: Initialised): void;
  replied(reply: Reply): void;
  lines(lines: readonly LogLine[]): void;
}

/** The way one talks with a worker. */
export interface Conversation extends Disposable {
  /** Hands over an event; the worker must be initialised and idle. */
  invoke(invocation: Invocation, deadlineMs: number): void;
  /** Resolves when all that the worker wrote before its end was heard, or when that takes too long. */
  drained(): Promise<void>;
}

/** What is left in the pipes of a dead process is read at once; a child that lives on may hold them open, milliseconds. */
const DRAIN_MS = 100;

/** Resolves when all of the streams are closed, or after a while. */
export async function closed(streams: readonly (Readable | undefined)[], clock: Clock): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = clock.after(DRAIN_MS, late.resolve);
  const open = streams.filter((stream) => stream !== undefined).filter((stream) => !stream.closed);
  const each = open.map((stream) => new Promise<void>((resolve) => void stream.once('close', resolve)));
  await Promise.race([Promise.all(each), late.promise]);
  timer[Symbol.dispose]();
}
