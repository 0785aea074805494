import type { Clock } from '../../kit/index.ts';

/** Something that must not go on for ever. */
export interface Watched {
  /** Monotonic time at which it is given up, milliseconds. */
  readonly deadline: number;
  /** Whether nobody wants it any more. */
  readonly gone: boolean;
  /** Called once, when it is late or gone. */
  expire(why: 'late' | 'gone'): void;
}

/** How often is looked: what is late is told so by this much later, milliseconds. */
const LOOK_MS = 50;

/**
 * One timer for all requests under way, in place of one timer and one listener each: it looks at them every 50 ms while
 * there are any.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #armed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(watched: Watched): void {
    this.#watched.add(watched);
    if (!this.#armed) this.#arm();
  }

  delete(watched: Watched): void {
    this.#watched.delete(watched);
  }

  #arm(): void {
    this.#armed = true;
    this.#clock.after(LOOK_MS, () => this.#look());
  }

  #look(): void {
    this.#armed = false;
    const now = this.#clock.monotonic();
    for (const watched of this.#watched) {
      if (watched.gone) this.#end(watched, 'gone');
      else if (now >= watched.deadline) this.#end(watched, 'late');
    }
    if (this.#watched.size > 0) this.#arm();
  }

  #end(watched: Watched, why: 'late' | 'gone'): void {
    this.#watched.delete(watched);
    watched.expire(why);
  }
}
