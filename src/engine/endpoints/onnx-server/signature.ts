import { badInput } from './refusal.ts';
import type { ElementType, Tensor } from './tensor.ts';

/** One input or output of a model. */
export interface TensorSpec {
  readonly name: string;
  readonly type: ElementType;
  /** `undefined` where the model leaves the dimension open; the first is the batch. */
  readonly shape: readonly (number | undefined)[];
}

/** What a model takes and gives. */
export interface Signature {
  readonly inputs: readonly TensorSpec[];
  /** Tensors only: sequences and maps (a classifier with ZipMap) cannot be read. */
  readonly outputs: readonly TensorSpec[];
}

/** What is run at once: one tensor an input, in the signature's order. */
export interface Batch {
  readonly tensors: readonly Tensor[];
  /** The first dimension all inputs share; `undefined` when they share none, so that it cannot be put together with others. */
  readonly rows: number | undefined;
}

/** The shape of one row of an input: all but the first dimension. */
const rowShape = (spec: TensorSpec): readonly (number | undefined)[] => spec.shape.slice(1);

/** Elements in one row of an input; `undefined` when a dimension is open. */
export function rowWidth(spec: TensorSpec): number | undefined {
  return rowShape(spec).reduce<number | undefined>(
    (width, dim) => (width === undefined || dim === undefined ? undefined : width * dim),
    1,
  );
}

/** How people write a shape: `[?, 12]`. */
export const showShape = (shape: readonly (number | undefined)[]): string =>
  `[${shape.map((dim) => dim ?? '?').join(', ')}]`;

/** The batch of these tensors; refuses dimensions the model does not take. */
export function batchOf(signature: Signature, tensors: readonly Tensor[]): Batch {
  let rows: number | undefined;
  let shared = true;
  for (const [index, spec] of signature.inputs.entries()) {
    const { dims } = tensors[index] as Tensor;
    const fits =
      dims.length === spec.shape.length &&
      // A fixed batch is cut to size when it is run.
      dims.every((dim, i) => i === 0 || spec.shape[i] === undefined || spec.shape[i] === dim);
    if (!fits)
      throw badInput(`input ${spec.name} takes shape ${showShape(spec.shape)}, not ${showShape(dims)}`);
    if (dims.length === 0 || (index > 0 && dims[0] !== rows)) shared = false;
    rows ??= dims[0];
  }
  return { tensors, rows: shared ? rows : undefined };
}
