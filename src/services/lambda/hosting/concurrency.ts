import { Gate } from '../../../kit/index.ts';

/** How many requests may run at once in one account and Region: functions with a reserve have their own, the others share the rest. */
export class Concurrency {
  readonly limit: number;
  readonly #reserved = new Map<string, Gate>();
  readonly #shared: Gate;

  /** @param limit of the account in the Region */
  constructor(limit: number) {
    this.limit = limit;
    this.#shared = new Gate(limit, 0);
  }

  /** What functions without a reserve share. */
  get unreserved(): number {
    return this.#shared.slots;
  }

  /** What is left for others when a function had none reserved. */
  availableTo(name: string): number {
    return this.unreserved + (this.#reserved.get(name)?.slots ?? 0);
  }

  /** Where the requests of a function enter. */
  gate(name: string): Gate {
    return this.#reserved.get(name) ?? this.#shared;
  }

  /** Whether a function has a reserve. */
  isReserved(name: string): boolean {
    return this.#reserved.has(name);
  }

  /** Reserves `slots` for a function; undefined gives its reserve back. Those inside stay where they entered. */
  reserve(name: string, slots: number | undefined): void {
    const had = this.#reserved.get(name);
    this.#shared.resize(this.unreserved + (had?.slots ?? 0) - (slots ?? 0));
    if (slots === undefined) this.#reserved.delete(name);
    else if (had) had.resize(slots);
    else this.#reserved.set(name, new Gate(slots, 0));
  }
}
