import type { Constraints } from '../shape.ts';

/** One step from an input to the value that is wrong. */
export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  /** Counted from 0. */
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: string };

/** A demand that a value does not meet. */
export type Demand =
  | { readonly kind: 'required' }
  | {
      readonly kind: 'length';
      readonly least?: number | undefined;
      readonly most?: number | undefined;
      readonly length: number;
    }
  | { readonly kind: 'range'; readonly least?: number | undefined; readonly most?: number | undefined }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'enum'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'unique' };

/** A value that does not meet a demand. */
export interface Violation {
  readonly path: readonly PathStep[];
  /** Undefined where a required member is absent. */
  readonly value: unknown;
  readonly demand: Demand;
  /** What the value is part of: the item of a list, the key or the value of a map. Such demands are told of the whole. */
  readonly within?: {
    readonly place: 'item' | 'key' | 'value';
    readonly whole: unknown;
    /** All that is demanded of such parts, met or not. */
    readonly constraints: Constraints | undefined;
  };
  /** The value must not be shown. */
  readonly sensitive: boolean;
}
