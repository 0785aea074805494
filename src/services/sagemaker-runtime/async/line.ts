import type { Place } from '../hosted.ts';

/** A request that waits: what its order and its end depend on. The rest is in the store. */
export interface Waiting {
  readonly key: string;
  readonly acceptedMs: number;
  readonly expiresMs: number;
}

/** The requests of one endpoint that wait, in order, and those that are being processed. In memory only. */
export class Line {
  readonly place: Place;
  readonly name: string;
  /** Requests being processed, by variant. */
  readonly #running = new Map<string, Set<Waiting>>();
  #waiting: Waiting[] = [];
  /** Nothing expires before. */
  #nextExpiryMs = Infinity;

  constructor(place: Place, name: string) {
    this.place = place;
    this.name = name;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Those that wait and those that are being processed. */
  get size(): number {
    let size = this.#waiting.length;
    for (const running of this.#running.values()) size += running.size;
    return size;
  }

  /** When the oldest of all was accepted, milliseconds since the epoch. */
  get oldestMs(): number | undefined {
    let oldest = this.#waiting[0]?.acceptedMs;
    for (const running of this.#running.values()) {
      for (const { acceptedMs } of running)
        if (oldest === undefined || acceptedMs < oldest) oldest = acceptedMs;
    }
    return oldest;
  }

  push(request: Waiting): void {
    this.#waiting.push(request);
    this.#nextExpiryMs = Math.min(this.#nextExpiryMs, request.expiresMs);
  }

  /** The next one, which is being processed from now on; {@link done} or {@link putBack} ends that. */
  begin(variant: string): Waiting | undefined {
    const next = this.#waiting.shift();
    if (!next) return undefined;
    const running = this.#running.get(variant);
    if (running) running.add(next);
    else this.#running.set(variant, new Set([next]));
    return next;
  }

  done(variant: string, request: Waiting): void {
    this.#running.get(variant)?.delete(request);
  }

  /** It was not processed after all, and waits where it waited before. */
  putBack(variant: string, request: Waiting): void {
    this.done(variant, request);
    const after = this.#waiting.findIndex(({ key }) => key > request.key);
    this.#waiting.splice(after < 0 ? this.#waiting.length : after, 0, request);
    this.#nextExpiryMs = Math.min(this.#nextExpiryMs, request.expiresMs);
  }

  /** How many are being processed by a variant. */
  runningIn(variant: string): number {
    return this.#running.get(variant)?.size ?? 0;
  }

  /** Takes away those whose time is over. */
  expire(nowMs: number): readonly Waiting[] {
    if (nowMs < this.#nextExpiryMs) return [];
    const expired = this.#waiting.filter(({ expiresMs }) => expiresMs <= nowMs);
    this.#waiting = this.#waiting.filter(({ expiresMs }) => expiresMs > nowMs);
    this.#nextExpiryMs = this.#waiting.reduce((least, { expiresMs }) => Math.min(least, expiresMs), Infinity);
    return expired;
  }

  /** Takes away all that wait. */
  clear(): readonly Waiting[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }
}
