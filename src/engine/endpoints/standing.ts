import type { Fleet } from './fleet.ts';
import type { Variant } from './variant.ts';

/** One variant as it stands. */
export interface VariantStanding {
  readonly name: string;
  readonly weight: number;
  readonly inService: number;
  /** Requests its instances have and have not answered. */
  readonly inFlight: number;
  /** Requests that wait for an instance. */
  readonly waiting: number;
  /** Those that are to serve; those that only answer what they have are not among them. */
  readonly instances: readonly {
    readonly id: string;
    readonly inService: boolean;
    /** Requests it has and has not answered. */
    readonly outstanding: number;
    /** The process of its container, while there is one. */
    readonly pid: number | undefined;
  }[];
}

/** How the variants of a fleet stand, shadows last. */
export const standingOf = ({ variants, shadows }: Fleet): readonly VariantStanding[] =>
  [...variants, ...shadows].map(variantStanding);

function variantStanding(variant: Variant): VariantStanding {
  return {
    name: variant.name,
    weight: variant.weight,
    inService: variant.inServiceCount,
    inFlight: variant.inFlight,
    waiting: variant.waiting,
    instances: variant.instances.map(({ id, inService, outstanding, server }) => ({
      id,
      inService,
      outstanding,
      pid: server?.pid,
    })),
  };
}
