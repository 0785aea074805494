/** What one instance can do, and what it costs. */
export interface Instance {
  /** How long one request occupies it, milliseconds. */
  readonly serviceMs: number;
  /** Requests it serves at once. */
  readonly concurrency: number;
  /** From the order to the first request, milliseconds. */
  readonly startMs: number;
  /** Requests that wait for each; those beyond are refused. */
  readonly queueLimit: number;
  /** For an hour, in whatever money. */
  readonly pricePerHour: number;
}

/** What became of the requests of one step. */
export interface Flow {
  readonly arrived: number;
  readonly served: number;
  readonly refused: number;
  /** Left waiting at the end of the step. */
  readonly waiting: number;
  /** Served and waiting at once, on average. */
  readonly concurrent: number;
  /** Served over what could have been; 0 without instances. */
  readonly utilisation: number;
}

/** The instances of a variant as a fluid: requests flow in, are served at the instances' rate, and wait or are refused beyond it. */
export class Fleet {
  readonly #instance: Instance;
  #running: number;
  /** When those on order will serve, in order of time. */
  #starting: number[] = [];
  #waiting = 0;
  #billedMs = 0;

  constructor(instance: Instance, running: number) {
    this.#instance = instance;
    this.#running = running;
  }

  get running(): number {
    return this.#running;
  }

  get desired(): number {
    return this.#running + this.#starting.length;
  }

  /** Whether a change is under way. */
  get busy(): boolean {
    return this.#starting.length > 0;
  }

  /** What its instances have cost so far, those that start included. */
  get cost(): number {
    return (this.#billedMs / 3_600_000) * this.#instance.pricePerHour;
  }

  /** Orders instances, or lets some go: at once, since what they have begun is answered first. */
  resize(desired: number, nowMs: number): void {
    while (this.desired < desired) this.#starting.push(nowMs + this.#instance.startMs);
    while (this.desired > desired && this.#starting.length > 0) this.#starting.pop();
    this.#running = Math.min(this.#running, desired);
  }

  /** Lets `stepMs` pass from `nowMs` on, with so many requests arriving in it. */
  step(nowMs: number, stepMs: number, arrived: number): Flow {
    while (this.#starting[0] !== undefined && this.#starting[0] <= nowMs) {
      this.#starting.shift();
      this.#running++;
    }
    const { serviceMs, concurrency, queueLimit } = this.#instance;
    this.#billedMs += this.desired * stepMs;
    const before = this.#waiting;
    const able = (this.#running * concurrency * stepMs) / serviceMs;
    const served = Math.min(before + arrived, able);
    const left = before + arrived - served;
    // Without an instance somebody holds the line for those who wait.
    this.#waiting = Math.min(left, queueLimit * Math.max(1, this.#running));
    return {
      arrived,
      served,
      refused: left - this.#waiting,
      waiting: this.#waiting,
      concurrent: (served * serviceMs) / stepMs + (before + this.#waiting) / 2,
      utilisation: able === 0 ? 0 : served / able,
    };
  }
}
