import { cpus } from 'node:os';
import type { Clock } from '../kit/index.ts';

/** Readings closer together than this tell little, milliseconds. */
const SPAN_MS = 200;

interface Reading {
  readonly atMs: number;
  readonly idleMs: number;
  readonly allMs: number;
}

/** Measures how much of the processors nobody used lately. */
export class IdleMeter {
  readonly #clock: Clock;
  #last: Reading;
  #share = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = read(clock);
  }

  /** The idle share of all processors, 0 to 1, over a span of at least 200 ms that ended at most that long ago when asked often. */
  share(): number {
    if (this.#clock.monotonic() - this.#last.atMs < SPAN_MS) return this.#share;
    const now = read(this.#clock);
    const passed = now.allMs - this.#last.allMs;
    if (passed > 0) this.#share = (now.idleMs - this.#last.idleMs) / passed;
    this.#last = now;
    return this.#share;
  }
}

function read(clock: Clock): Reading {
  let idleMs = 0;
  let allMs = 0;
  for (const { times } of cpus()) {
    idleMs += times.idle;
    allMs += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { atMs: clock.monotonic(), idleMs, allMs };
}
