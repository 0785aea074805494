import type { Batch, Signature } from '../signature.ts';
import type { Tensor } from '../tensor.ts';

/** An output of the model, by its name. */
export interface Named {
  readonly name: string;
  readonly tensor: Tensor;
}

/** How a request wants its answer laid out: one prediction a row, or whole tensors as it sent them. */
export type Layout = 'rows' | 'tensors';

/** A decoded request. */
export interface Decoded {
  readonly batch: Batch;
  readonly layout: Layout;
}

/** One content type: how it is read and how it is written. */
export interface Media {
  /** As in `Content-Type` and `Accept`. */
  readonly type: string;
  decode(body: Buffer, signature: Signature): Decoded;
  encode(outputs: readonly Named[], layout: Layout): string | Buffer;
}
