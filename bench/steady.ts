import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Target } from './load.ts';

const TICK_MS = 10;
/** Requests that are on their way at once, at most; more are sent when others are answered. */
const MOST_AT_ONCE = 64;

/** What became of the requests since the last look. */
export interface Taken {
  readonly answered: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** Requests at a steady rate, whether or not earlier ones are answered. Nothing is tried twice: a failure is counted. */
export class SteadyLoad implements AsyncDisposable {
  /** What is sent from now on: a signature is good for some minutes only. */
  target: Target;
  perSecond: number;
  /** What went wrong, by kind. */
  readonly failures = new Map<string, number>();
  readonly #pool: Pool;
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  #owed = 0;
  #tickedAt = performance.now();
  #latencies: number[] = [];
  #failed = 0;

  constructor(target: Target, perSecond: number) {
    this.target = target;
    this.perSecond = perSecond;
    this.#pool = new Pool(new URL(target.url).origin, { connections: MOST_AT_ONCE, headersTimeout: 30_000 });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** The figures since the last call. */
  take(): Taken {
    const sorted = this.#latencies.sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    const { length: answered } = sorted;
    const taken = { answered, failed: this.#failed, p50Ms: at(0.5), p99Ms: at(0.99) };
    this.#latencies = [];
    this.#failed = 0;
    return { ...taken, longestMs: sorted.at(-1) ?? 0 };
  }

  /** Waits for the answers to what was sent. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.race([Promise.all(this.#underWay), pause(30_000, undefined, { ref: false })]);
    await this.#pool.destroy();
  }

  #tick(): void {
    const now = performance.now();
    this.#owed += (this.perSecond * (now - this.#tickedAt)) / 1000;
    this.#tickedAt = now;
    for (; this.#owed >= 1; this.#owed--) {
      const one = this.#send().finally(() => this.#underWay.delete(one));
      this.#underWay.add(one);
    }
  }

  async #send(): Promise<void> {
    const { url, method, headers, body } = this.target;
    const { pathname, search } = new URL(url);
    const startedAt = performance.now();
    try {
      const answer = await this.#pool.request({ path: pathname + search, method, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode === 200) this.#latencies.push(performance.now() - startedAt);
      else this.#fail(`${answer.statusCode} ${text.slice(0, 200)}`);
    } catch (error) {
      this.#fail((error as Error).message);
    }
  }

  #fail(what: string): void {
    this.#failed++;
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }
}
