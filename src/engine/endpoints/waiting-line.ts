import type { Errand } from './errand.ts';

/** Those who wait before the instances of a variant, each kind first come, first served. */
export class WaitingLine {
  /** May be why a container ended: served alone. */
  readonly suspects = new Set<Errand>();
  /** May be served by one instance only. */
  readonly pinned = new Set<Errand>();
  /** Had their turn already, and nobody has seen them or blames them. */
  readonly #again = new Set<Errand>();
  readonly #fresh = new Set<Errand>();

  get size(): number {
    return this.#fresh.size + this.#again.size + this.suspects.size + this.pinned.size;
  }

  add(errand: Errand): void {
    if (errand.pin) this.pinned.add(errand);
    else if (errand.alone) this.suspects.add(errand);
    else if (errand.tries > 0) this.#again.add(errand);
    else this.#fresh.add(errand);
  }

  /** @returns whether it waited here */
  delete(errand: Errand): boolean {
    return (
      this.#fresh.delete(errand) ||
      this.#again.delete(errand) ||
      this.suspects.delete(errand) ||
      this.pinned.delete(errand)
    );
  }

  /** The next one that any instance may serve. */
  first(): Errand | undefined {
    return first(this.#again) ?? first(this.#fresh);
  }

  firstSuspect(): Errand | undefined {
    return first(this.suspects);
  }

  /** Takes everyone out. */
  clear(): readonly Errand[] {
    const all = [...this.suspects, ...this.pinned, ...this.#again, ...this.#fresh];
    for (const line of [this.suspects, this.pinned, this.#again, this.#fresh]) line.clear();
    return all;
  }
}

function first(line: ReadonlySet<Errand>): Errand | undefined {
  for (const errand of line) return errand;
  return undefined;
}
