import type { EndpointListener } from './events.ts';
import { Errand } from './errand.ts';
import type { Deadlines } from './deadlines.ts';
import { type FirstStart, type NotStarted, whyNot } from './first-start.ts';
import type { EndpointSpec } from './spec.ts';
import type { Outcome } from './outcome.ts';
import { Variant, type VariantHome } from './variant.ts';

/** Why an endpoint did not come into service. */
export interface StartFailure extends NotStarted {
  readonly variant: string;
}

/** What a fleet stands on. */
export interface FleetHome extends Omit<VariantHome, 'endpoint' | 'deployment'> {
  readonly deadlines: Deadlines;
  readonly listener: EndpointListener;
}

/** One deployment of an endpoint: its variants with their instances, which an update replaces as a whole. */
export class Fleet {
  readonly spec: EndpointSpec;
  readonly variants: readonly Variant[];
  readonly shadows: readonly Variant[];
  readonly #home: FleetHome;

  constructor(spec: EndpointSpec, home: FleetHome) {
    this.spec = spec;
    this.#home = home;
    const variantHome = { ...home, endpoint: spec.id, deployment: spec.deployment };
    this.variants = spec.variants.map((variant) => new Variant(variant, variantHome));
    this.shadows = (spec.shadows ?? []).map((variant) => new Variant(variant, variantHome));
  }

  /** Resolves when every variant is in service, or with the first failure. */
  async started(): Promise<StartFailure | undefined> {
    const starts = this.#all().map(async (variant) => [variant.name, await variant.started()] as const);
    const failed = ([variant, start]: readonly [string, FirstStart]): StartFailure | undefined =>
      start.ok ? undefined : { variant, ...whyNot(start) };
    const failure = new Promise<StartFailure>((resolve) => {
      for (const start of starts) {
        void start.then((pair) => {
          const found = failed(pair);
          if (found) resolve(found);
        });
      }
    });
    return Promise.race([failure, Promise.all(starts).then(() => undefined)]);
  }

  /** The variant of that name among those that answer. */
  variant(name: string): Variant | undefined {
    for (const variant of this.variants) if (variant.name === name) return variant;
    return undefined;
  }

  /** The variant of that name, shadows too. */
  anyVariant(name: string): Variant | undefined {
    return this.#all().find((variant) => variant.name === name);
  }

  /** Gives the shadows their share of the copies of a request; the body is shared, and nothing waits. */
  mirror({ invocation, router }: Errand, asked: Variant): void {
    const { random, deadlines, listener, clock } = this.#home;
    if (invocation.streamed?.body) return; // there is nothing at hand to copy
    for (const shadow of this.shadows) {
      const share = asked.weight > 0 ? shadow.weight / asked.weight : 1;
      if (random() >= share) continue;
      const { headers, body, target } = invocation;
      const startedAt = clock.monotonic();
      const settle = (outcome: Outcome | Promise<never>) => {
        if (!('kind' in outcome)) return void outcome.catch(() => {});
        const totalMs = clock.monotonic() - startedAt;
        listener({ kind: 'mirrored', variant: shadow.name, outcome, totalMs });
      };
      const copy = { headers, body, ...(target && { target }) };
      shadow.takeCopy(new Errand(copy, router, deadlines, settle, true));
    }
  }

  /**
   * Takes no more requests; resolves when those it has are answered and its instances have ended.
   * @param successor whether those that wait for an instance are given back, to be served elsewhere
   */
  async retire(successor: boolean): Promise<void> {
    const drained = this.#all().map((variant) => variant.drain());
    if (successor) for (const variant of this.#all()) variant.giveBack();
    await Promise.all(drained);
    await this.stop();
  }

  /** Ends its instances at once; requests under way end as crashed. */
  async stop(graceMs?: number): Promise<void> {
    await Promise.all(this.#all().map((variant) => variant.stop(graceMs)));
  }

  #all(): readonly Variant[] {
    return [...this.variants, ...this.shadows];
  }
}
