import type { Clock, Logger } from '../../../kit/index.ts';

/** At unscaled time the loop looks every second which alarms are due. */
const TICK_MS = 1000;
const SHORTEST_TICK_MS = 50;
/** Alarms evaluated before waiting requests are served; those that are left come with the next tick. */
const MOST_AT_ONCE = 200;

interface Watched {
  readonly intervalMs: number;
  readonly offsetMs: number;
  readonly evaluate: (nowMs: number) => void;
  dueMs: number;
}

/**
 * Evaluates alarms, each once an interval at a place of its own in it, so that thousands spread over time. One timer for all, none when
 * there is nothing to watch.
 */
export class AlarmLoop implements Disposable {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #tickMs: number;
  readonly #watched = new Map<string, Watched>();
  #timer: Disposable | undefined;

  /** @param timeScale how much faster than on AWS time runs */
  constructor({ clock, log, timeScale }: { clock: Clock; log: Logger; timeScale: number }) {
    this.#clock = clock;
    this.#log = log;
    this.#tickMs = Math.max(SHORTEST_TICK_MS, TICK_MS / timeScale);
  }

  /** Calls `evaluate` once every interval from now on, in place of what was watched under that key. */
  watch(key: string, intervalMs: number, evaluate: (nowMs: number) => void): void {
    const offsetMs = placeIn(intervalMs, key);
    const watched = { intervalMs, offsetMs, evaluate, dueMs: 0 };
    watched.dueMs = nextDue(watched, this.#clock.now());
    this.#watched.set(key, watched);
    this.#timer ??= this.#clock.after(this.#tickMs, () => this.#tick());
  }

  /** Answers whether it was watched. */
  unwatch(key: string): boolean {
    return this.#watched.delete(key);
  }

  [Symbol.dispose](): void {
    this.#watched.clear();
    this.#timer?.[Symbol.dispose]();
  }

  #tick(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.now();
    let left = MOST_AT_ONCE;
    for (const [key, watched] of this.#watched) {
      // a clock that was set back must not silence alarms until it is again what it was
      if (watched.dueMs > nowMs + 2 * watched.intervalMs) watched.dueMs = nextDue(watched, nowMs);
      if (watched.dueMs > nowMs) continue;
      if (left-- === 0) break;
      watched.dueMs = nextDue(watched, nowMs);
      try {
        watched.evaluate(nowMs);
      } catch (error) {
        this.#log.error({ error, alarm: key }, 'an alarm could not be evaluated');
      }
    }
    if (this.#watched.size > 0) this.#timer = this.#clock.after(this.#tickMs, () => this.#tick());
  }
}

function nextDue({ intervalMs, offsetMs }: Watched, nowMs: number): number {
  const due = Math.floor(nowMs / intervalMs) * intervalMs + offsetMs;
  return due > nowMs ? due : due + intervalMs;
}

/** A place in the interval that is the key's own, a tenth after its start at the least: what was measured before has arrived. */
function placeIn(intervalMs: number, key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  const part = (hash >>> 0) / 2 ** 32;
  return Math.floor(intervalMs * (0.1 + 0.8 * part));
}
