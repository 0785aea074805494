import { Refusal } from '../refusal.ts';
import type { Tensor } from '../tensor.ts';
import type { Named } from './media.ts';

/** An element as JSON has it: wide integers as numbers where they are exact, otherwise as text; NaN as null. */
function plainElement(tensor: Tensor, at: number): unknown {
  const value = tensor.data[at];
  if (tensor.type === 'bool') return value === 1;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (tensor.type === 'float32') return shortFloat(value as number);
  return value;
}

/**
 * The shortest decimal that is the same float32: what the model computed, without the digits that widening adds.
 * Seven digits are enough for most, nine for all.
 */
function shortFloat(value: number): number {
  if (!Number.isFinite(value)) return value;
  const seven = Number(value.toPrecision(7));
  return Math.fround(seven) === value ? seven : Number(value.toPrecision(9));
}

/** A tensor from dimension `depth` on as nested lists. */
export function nested(tensor: Tensor, depth = 0, at = 0): unknown {
  const dim = tensor.dims[depth];
  if (dim === undefined) return plainElement(tensor, at);
  let step = 1;
  for (let i = depth + 1; i < tensor.dims.length; i++) step *= tensor.dims[i] as number;
  const list: unknown[] = [];
  for (let i = 0; i < dim; i++) list.push(nested(tensor, depth + 1, at + i * step));
  return list;
}

/** The number of rows the outputs share. */
export function rowCount(outputs: readonly Named[]): number {
  const rows = outputs[0]?.tensor.dims[0] ?? 1;
  if (outputs.some(({ tensor }) => (tensor.dims[0] ?? 1) !== rows)) {
    throw new Refusal(
      400,
      'the outputs do not share a first dimension; send {"inputs": ...} and read {"outputs": ...}',
    );
  }
  return rows;
}

/** One row of an output: a bare value when the row is a single one, nested lists otherwise. */
export function plainRow(tensor: Tensor, row: number): unknown {
  const rows = tensor.dims[0] ?? 1;
  const width = rows === 0 ? 0 : tensor.data.length / rows;
  return width === 1 ? plainElement(tensor, row) : nested(tensor, 1, row * width);
}

/** One prediction a row: the value of the only output, or a record by output name. */
export function predictions(outputs: readonly Named[]): unknown[] {
  const rows = rowCount(outputs);
  const [only] = outputs;
  const list: unknown[] = [];
  for (let row = 0; row < rows; row++) {
    list.push(
      outputs.length === 1 && only
        ? plainRow(only.tensor, row)
        : Object.fromEntries(outputs.map(({ name, tensor }) => [name, plainRow(tensor, row)])),
    );
  }
  return list;
}
