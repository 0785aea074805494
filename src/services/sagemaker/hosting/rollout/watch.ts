import { type Clock, sleep } from '../../../../kit/index.ts';

/** What ends a deployment before it is through. */
export type Interruption =
  | { readonly kind: 'alarms'; readonly names: readonly string[] }
  | { readonly kind: 'timed-out' }
  /** The server is closing; nothing is to be decided now. */
  | { readonly kind: 'closing' };

/** What a deployment is watched with. */
export interface WatchOptions {
  readonly clock: Clock;
  /** Durations are divided by this. */
  readonly timeScale: number;
  readonly closing: AbortSignal;
  /** When it is to be over, milliseconds since the epoch. */
  readonly deadlineMs: number | undefined;
  /** The names of those of its alarms that are in state ALARM. */
  alarmed(): Promise<readonly string[]>;
}

/** Between two looks at the alarms, seconds. */
const LOOK_SECONDS = 5;
const LEAST_LOOK_MS = 100;

/** Watches over one deployment: its alarms while it bakes, and its time. */
export class RolloutWatch {
  readonly #options: WatchOptions;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Resolves when so many seconds have passed, or with what came between. The alarms are looked at once at least. */
  async bake(seconds: number): Promise<Interruption | undefined> {
    const { clock, closing, timeScale } = this.#options;
    const until = clock.monotonic() + (seconds * 1000) / timeScale;
    const look = Math.max(LEAST_LOOK_MS, (LOOK_SECONDS * 1000) / timeScale);
    for (;;) {
      const interruption = await this.look();
      const left = until - clock.monotonic();
      if (interruption || left <= 0) return interruption;
      await sleep(clock, Math.min(left, look, this.#left()), closing).catch(() => {});
    }
  }

  /** What is to end the deployment now, if anything. */
  async look(): Promise<Interruption | undefined> {
    if (this.#options.closing.aborted) return { kind: 'closing' };
    const names = await this.#options.alarmed();
    if (names.length > 0) return { kind: 'alarms', names };
    return this.#left() <= 0 ? { kind: 'timed-out' } : undefined;
  }

  /** What comes of the work, or what came before its end. */
  async within<Result>(work: Promise<Result>): Promise<Result | Interruption> {
    const { clock, closing } = this.#options;
    const { promise, resolve } = Promise.withResolvers<Interruption>();
    const close = () => resolve({ kind: 'closing' });
    closing.addEventListener('abort', close, { once: true });
    const left = this.#left();
    const timer =
      left < Number.POSITIVE_INFINITY
        ? clock.after(Math.max(0, left), () => resolve({ kind: 'timed-out' }))
        : undefined;
    try {
      return await Promise.race([work, promise]);
    } finally {
      timer?.[Symbol.dispose]();
      closing.removeEventListener('abort', close);
    }
  }

  /** Milliseconds that are left of its time. */
  #left(): number {
    const { deadlineMs, clock } = this.#options;
    return deadlineMs === undefined ? Number.POSITIVE_INFINITY : deadlineMs - clock.now();
  }
}
