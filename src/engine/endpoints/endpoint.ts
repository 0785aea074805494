import { chooseVariant } from './choose-variant.ts';
import type { FirstStart } from './instance.ts';
import type { Invocation, Outcome } from './outcome.ts';
import type { EndpointSpec } from './spec.ts';
import { Variant, type VariantHome } from './variant.ts';

/** Why an endpoint did not come into service. */
export interface StartFailure {
  readonly variant: string;
  readonly reason: string;
}

/** Variants behind one name; one deployment of them, which an update replaces as a whole. */
export class Endpoint {
  readonly spec: EndpointSpec;
  readonly variants: readonly Variant[];
  readonly #random: () => number;

  constructor(spec: EndpointSpec, home: Omit<VariantHome, 'endpoint'>) {
    this.spec = spec;
    this.#random = home.random;
    this.variants = spec.variants.map((variant) => new Variant(variant, { ...home, endpoint: spec.id }));
  }

  /** Resolves when every variant is in service, or with the first failure. */
  async started(): Promise<StartFailure | undefined> {
    const starts = this.variants.map(async (variant) => [variant.name, await variant.started()] as const);
    const failed = ([variant, start]: readonly [string, FirstStart]): StartFailure | undefined =>
      start.ok ? undefined : { variant, reason: start.reason };
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

  /** Sends a request to the variant it names, or to one by weight. */
  invoke(invocation: Invocation): Promise<Outcome> {
    const wanted = invocation.variant;
    const variant =
      wanted === undefined
        ? chooseVariant(this.variants, this.#random())
        : this.variants.find((one) => one.name === wanted);
    return variant ? variant.invoke(invocation) : Promise.resolve({ kind: 'no-variant' });
  }

  /** Takes no more requests; resolves when those it has are answered and its instances have ended. */
  async retire(): Promise<void> {
    await Promise.all(this.variants.map((variant) => variant.drain()));
    await this.stop();
  }

  /** Ends its instances at once; requests under way end as crashed. */
  async stop(graceMs?: number): Promise<void> {
    await Promise.all(this.variants.map((variant) => variant.stop(graceMs)));
  }
}
