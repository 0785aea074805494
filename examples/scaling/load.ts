import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { names } from './stack.ts';

const TICK_MS = 25;
/** A row of features, as the ridership model takes them. */
const ROW = Buffer.from(Array.from({ length: 44 }, (_, i) => (i * 0.37) % 5).join(','));

/** What became of the requests since the last look. */
export interface Sent {
  readonly answered: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends requests at a rate that changes over time, whether or not the earlier ones are answered. */
export class Load implements AsyncDisposable {
  readonly #client = new SageMakerRuntimeClient({
    maxAttempts: 1, // a failure is to be seen
    requestHandler: { httpAgent: { maxSockets: 200, keepAlive: true } },
  });
  readonly #perSecond: (seconds: number) => number;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  #owed = 0;
  #latencies: number[] = [];
  #failed = 0;

  /** @param perSecond requests a second, so many seconds after the start */
  constructor(perSecond: (seconds: number) => number) {
    this.#perSecond = perSecond;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  get perSecond(): number {
    return this.#perSecond(this.seconds);
  }

  /** The figures since the last call. */
  take(): Sent {
    const sorted = this.#latencies.sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    const sent = { answered: sorted.length, failed: this.#failed, p50Ms: at(0.5), p99Ms: at(0.99) };
    this.#latencies = [];
    this.#failed = 0;
    return sent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    this.#client.destroy();
  }

  #tick(): void {
    this.#owed += (this.perSecond * TICK_MS) / 1000;
    for (; this.#owed >= 1; this.#owed--) {
      const one = this.#send().finally(() => this.#underWay.delete(one));
      this.#underWay.add(one);
    }
  }

  async #send(): Promise<void> {
    const startedAt = performance.now();
    const command = new InvokeEndpointCommand({
      EndpointName: names.endpoint,
      ContentType: 'text/csv',
      Body: ROW,
    });
    try {
      await this.#client.send(command);
      this.#latencies.push(performance.now() - startedAt);
    } catch {
      this.#failed++;
    }
  }
}
