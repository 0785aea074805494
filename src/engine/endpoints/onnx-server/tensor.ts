/** Element types of tensors, as ONNX Runtime spells them. */
export type ElementType =
  | 'float16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string';

/** The elements of a tensor in row-major order; booleans are bytes of 0 and 1. */
export type Elements =
  | Float16Array
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

/** A tensor: plain data, the last dimension running fastest. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Elements;
}

const containers: Record<ElementType, new (length: number) => Elements> = {
  float16: Float16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  string: Array<string>,
};

/** Room for `length` elements of a type. */
export const allocate = (type: ElementType, length: number): Elements => new containers[type](length);

/** The number of elements of a shape. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((size, dim) => size * dim, 1);

/** Writes `source` into `target` from element `at` on; both of one type. */
function copyInto(target: Elements, source: Elements, at: number): void {
  if (Array.isArray(target)) {
    for (let i = 0; i < source.length; i++) target[at + i] = source[i] as string;
    return;
  }
  (target as Float32Array).set(source as Float32Array, at);
}

/** Puts tensors that differ in their first dimension only one below the other. */
export function concatenate(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first) throw new RangeError('nothing to concatenate');
  if (parts.length === 1) return first;
  let rows = 0;
  let length = 0;
  for (const part of parts) {
    rows += part.dims[0] ?? 0;
    length += part.data.length;
  }
  const data = allocate(first.type, length);
  let at = 0;
  for (const part of parts) {
    copyInto(data, part.data, at);
    at += part.data.length;
  }
  return { type: first.type, dims: [rows, ...first.dims.slice(1)], data };
}

/** Rows `from` up to `from + count` of a tensor; shares its memory. */
export function rowsOf(tensor: Tensor, from: number, count: number): Tensor {
  const width = sizeOf(tensor.dims.slice(1));
  const start = from * width;
  const end = start + count * width;
  const data = Array.isArray(tensor.data) ? tensor.data.slice(start, end) : tensor.data.subarray(start, end);
  return { type: tensor.type, dims: [count, ...tensor.dims.slice(1)], data };
}
