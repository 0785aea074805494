import { type Clock, every } from '../../kit/index.ts';

/** How often the use is looked at, milliseconds. */
const TICK_MS = 10;

/** What a duty cycle holds: a tree of processes that can be stopped and let go on. */
export interface Throttled {
  /** CPU seconds used so far. */
  cpuSeconds(): number;
  pause(): void;
  proceed(): void;
}

/**
 * Holds a share of CPU where there is no right to a quota: a bucket of CPU seconds fills with time and empties with use;
 * while it is in debt the tree stands still. Coarser than a quota: one tick may be overdrawn, and is paid back.
 */
export class DutyCycle implements Disposable {
  readonly #tree: Throttled;
  readonly #clock: Clock;
  readonly #cpus: number;
  readonly #timer: Disposable;
  #credit: number;
  #used: number;
  #at: number;
  #paused = false;

  /** @param cpus CPU seconds per second, more than 0 */
  constructor(tree: Throttled, cpus: number, clock: Clock) {
    this.#tree = tree;
    this.#clock = clock;
    this.#cpus = cpus;
    this.#credit = this.#mostCredit;
    this.#used = tree.cpuSeconds();
    this.#at = clock.monotonic();
    this.#timer = every(clock, TICK_MS, () => this.#tick());
  }

  get #mostCredit(): number {
    return (this.#cpus * 2 * TICK_MS) / 1000;
  }

  #tick(): void {
    const now = this.#clock.monotonic();
    const used = this.#tree.cpuSeconds();
    const earned = ((now - this.#at) / 1000) * this.#cpus;
    this.#credit = Math.min(this.#mostCredit, this.#credit + earned - (used - this.#used));
    this.#at = now;
    this.#used = used;
    const inDebt = this.#credit < 0;
    if (inDebt === this.#paused) return;
    this.#paused = inDebt;
    if (inDebt) this.#tree.pause();
    else this.#tree.proceed();
  }

  /** Ends the cycle; a paused tree goes on. */
  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
    if (this.#paused) this.#tree.proceed();
  }
}
