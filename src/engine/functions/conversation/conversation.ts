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
}
