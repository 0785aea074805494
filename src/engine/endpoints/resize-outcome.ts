import type { NotStarted } from './first-start.ts';

/** How a change of the number of instances ended. */
export type ResizeOutcome =
  /** The new ones are in service, or those too many have answered what they had and are gone. */
  | { readonly kind: 'reached' }
  /** Not all of the new ones came into service; those that did serve. */
  | ({ readonly kind: 'failed' } & NotStarted)
  /** Another change came after it, or the variant is being taken away. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'no-variant' | 'no-endpoint' };
