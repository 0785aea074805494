import type { Deadlines, Watched } from './deadlines.ts';
import type { ServerPending } from './model-server.ts';
import type { Invocation, Outcome } from './outcome.ts';

/** Finds a place for an errand: the first time, and again when a variant gives it back. */
export interface Router {
  route(errand: Errand): void;
}

/** Where errands wait and are served: a variant. */
export interface Holder {
  take(errand: Errand): void;
  /** One that waits is not to wait any longer. */
  giveUp(errand: Errand, why: 'late' | 'gone'): void;
}

/** Who serves an errand: an instance. */
export interface Server {
  readonly id: string;
  /** Which of its containers it runs; `undefined` when it takes no more requests. */
  readonly run: number | undefined;
}

/** One run of an instance: what its container remembers is lost with it. */
export interface Pin {
  readonly instance: Server;
  readonly run: number;
}

/** One request on its way: to a variant, to an instance, perhaps to a second one, to its outcome. */
export class Errand implements Watched {
  readonly invocation: Invocation;
  readonly router: Router;
  /** A copy of another request, whose answer nobody waits for. */
  readonly shadow: boolean;
  /** Set by the first variant that takes it; 0 before. */
  deadline = 0;
  /** Where it waits or is served. */
  variant: Holder | undefined;
  /** The only one that may serve it. */
  pin: Pin | undefined;
  /** The instance that has or had it. */
  instance: Server | undefined;
  /** When it was given to its instance, monotonic milliseconds. */
  startedAt = 0;
  /** When its instance had answered it or ended, monotonic milliseconds. */
  endedAt = 0;
  /** May be why a container ended: it is served while its instance has nothing else. */
  alone = false;
  /** Containers that somebody killed while they had it. */
  kills = 0;
  /** How often it was given to a container. */
  tries = 0;
  /** Why its exchange is broken off, if we do so. */
  givenUp: 'late' | 'gone' | undefined;
  #pending: ServerPending | undefined;
  readonly #deadlines: Deadlines;
  readonly #settle: (outcome: Outcome | Promise<never>) => void;

  constructor(
    invocation: Invocation,
    router: Router,
    deadlines: Deadlines,
    settle: (outcome: Outcome | Promise<never>) => void,
    shadow = false,
  ) {
    this.invocation = invocation;
    this.router = router;
    this.shadow = shadow;
    this.#deadlines = deadlines;
    this.#settle = settle;
  }

  get gone(): boolean {
    const { signal, caller } = this.invocation;
    return (signal ?? caller?.signal)?.aborted === true;
  }

  /** From now on it is late after the deadline. */
  watch(deadline: number): void {
    this.deadline = deadline;
    this.#deadlines.add(this);
  }

  /** It is with an instance now. */
  begin(instance: Server, pending: ServerPending, now: number): void {
    this.instance = instance;
    this.#pending = pending;
    this.startedAt = now;
    this.tries++;
  }

  end(outcome: Outcome): void {
    this.#deadlines.delete(this);
    this.#settle(outcome);
  }

  /** Ends it with an error of ours. */
  fail(error: unknown): void {
    this.#deadlines.delete(this);
    this.#settle(Promise.reject(error));
  }

  /** It is with nobody any more. */
  released(now: number): void {
    this.endedAt = now;
    this.#pending = undefined;
  }

  expire(why: 'late' | 'gone'): void {
    this.givenUp = why;
    if (this.#pending) this.#pending.abandon();
    else this.variant?.giveUp(this, why);
  }
}
