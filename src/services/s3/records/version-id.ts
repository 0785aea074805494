import type { Clock, Ids } from '../../../kit/index.ts';

const BITS_OF_COUNT = 16n;
const LATEST = (1n << 64n) - 1n;

/** Makes ids that sort by time: of two, the one made later is the greater, or the lesser where the newest is to come first. */
export class TimeOrderedIds {
  readonly #clock: Clock;
  readonly #ids: Ids;
  #last = 0n;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** 32 lower-case hexadecimal digits; a later one sorts before. */
  newestFirst(): string {
    return this.#format(LATEST - this.#stamp());
  }

  /** 32 lower-case hexadecimal digits; a later one sorts after. */
  oldestFirst(): string {
    return this.#format(this.#stamp());
  }

  #format(order: bigint): string {
    return order.toString(16).padStart(16, '0') + this.#ids.hex(16);
  }

  #stamp(): bigint {
    const now = BigInt(Math.floor(this.#clock.now())) << BITS_OF_COUNT;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }
}
