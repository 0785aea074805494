import { type ElementWriter, elementWriter, type Where } from './element.ts';
import { badInput } from './refusal.ts';
import { type Batch, batchOf, rowWidth, type Signature, showShape, type TensorSpec } from './signature.ts';
import { allocate, type Elements, sizeOf, type Tensor } from './tensor.ts';

/** The nested dimensions of a decoded value, read along its first elements. */
function dimsOf(value: unknown): number[] {
  const dims: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0]) {
    dims.push(inner.length);
    if (inner.length === 0) break;
  }
  return dims;
}

/** Writes a nested list of exactly these dimensions from element `at` on; answers where it ended. */
function fill(
  target: Elements,
  at: number,
  value: unknown,
  dims: readonly number[],
  depth: number,
  write: ElementWriter,
  where: Where,
): number {
  if (depth === dims.length) {
    write(target, at, value, where);
    return at + 1;
  }
  if (!Array.isArray(value) || value.length !== dims[depth]) {
    const found = Array.isArray(value) ? `a list of ${value.length}` : 'a single value';
    throw badInput(`${where()} must have shape ${showShape(dims)}; found ${found} at depth ${depth + 1}`);
  }
  let next = at;
  for (const inner of value) next = fill(target, next, inner, dims, depth + 1, write, where);
  return next;
}

/** A whole tensor from a nested list, its dimensions as the list nests. */
function tensorFrom(spec: TensorSpec, value: unknown): Tensor {
  const dims = dimsOf(value);
  const data = allocate(spec.type, sizeOf(dims));
  fill(data, 0, value, dims, 0, elementWriter(spec.type), () => `input ${spec.name}`);
  return { type: spec.type, dims, data };
}

/** The dimensions of one row, taken from the model or, where it leaves them open, from the first row. */
function rowDims(spec: TensorSpec, sample: unknown): number[] {
  const shape = spec.shape.slice(1);
  if (shape.every((dim) => dim !== undefined)) return shape;
  const found = dimsOf(sample);
  if (found.length !== shape.length) {
    throw badInput(`a row of input ${spec.name} takes shape ${showShape(shape)}, not ${showShape(found)}`);
  }
  return found;
}

/** A row may be written flat, or bare when it is a single value. */
function rowWay(dims: readonly number[], sample: unknown): readonly number[] {
  const width = sizeOf(dims);
  if (width === 1 && !Array.isArray(sample)) return [];
  const flat = Array.isArray(sample) && !Array.isArray(sample[0]) && sample.length === width;
  return flat ? [width] : dims;
}

/** One input's tensor from one value a row. */
function columnOf(spec: TensorSpec, values: readonly unknown[]): Tensor {
  if (spec.shape.length === 0) {
    throw badInput(`input ${spec.name} is a scalar without rows; send {"inputs": {"${spec.name}": ...}}`);
  }
  const dims = rowDims(spec, values[0]);
  const way = rowWay(dims, values[0]);
  const data = allocate(spec.type, values.length * sizeOf(dims));
  const write = elementWriter(spec.type);
  let row = 0;
  const where = () => `row ${row} of input ${spec.name}`;
  for (let at = 0; row < values.length; row++) at = fill(data, at, values[row], way, 0, write, where);
  return { type: spec.type, dims: [values.length, ...dims], data };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record by input name; a model with one input also takes SageMaker's `features`. */
function recordValue(spec: TensorSpec, record: unknown, row: number, only: boolean): unknown {
  if (!isRecord(record)) throw badInput(`row ${row} must be a record with the model's inputs, as row 0 is`);
  if (Object.hasOwn(record, spec.name)) return record[spec.name];
  if (only && Object.hasOwn(record, 'features')) return record['features'];
  throw badInput(`row ${row} has no ${JSON.stringify(spec.name)}`);
}

function refuseStrangeNames(signature: Signature, record: Record<string, unknown>): void {
  const names = signature.inputs.map((spec) => spec.name);
  const strange = Object.keys(record).filter((key) => !names.includes(key));
  if (strange.length === 0 || (names.length === 1 && strange.join() === 'features')) return;
  const quoted = (keys: readonly string[]) => keys.map((key) => JSON.stringify(key)).join(', ');
  throw badInput(`the model has no input ${quoted(strange)}; its inputs are ${quoted(names)}`);
}

/** Cuts flat rows into the inputs' columns, left to right. */
function columnsOfFlatRows(signature: Signature, rows: readonly unknown[]): unknown[][] {
  const widths = signature.inputs.map((spec) => rowWidth(spec));
  const total = widths.reduce<number>((sum, width, index) => {
    if (width !== undefined) return sum + width;
    throw badInput(`input ${signature.inputs[index]?.name} has open dimensions; send records by input name`);
  }, 0);
  const columns: unknown[][] = widths.map(() => []);
  for (const [index, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== total) {
      const found = Array.isArray(row) ? row.length : 1;
      throw badInput(`row ${index} must have ${total} values, not ${found}`);
    }
    let at = 0;
    for (const [i, width = 0] of widths.entries()) columns[i]?.push(row.slice(at, (at += width)));
  }
  return columns;
}

/**
 * The batch of these rows. A row is a value for the only input, a record by input name, or a flat list of every
 * input's values from left to right.
 */
export function batchOfRows(signature: Signature, rows: readonly unknown[]): Batch {
  if (rows.length === 0) throw badInput('there are no rows');
  const { inputs } = signature;
  const [first] = rows;
  let columns: readonly (readonly unknown[])[];
  if (isRecord(first)) {
    refuseStrangeNames(signature, first);
    columns = inputs.map((spec) => rows.map((row, i) => recordValue(spec, row, i, inputs.length === 1)));
  } else {
    columns = inputs.length === 1 ? [rows] : columnsOfFlatRows(signature, rows);
  }
  return batchOf(
    signature,
    inputs.map((spec, index) => columnOf(spec, columns[index] as unknown[])),
  );
}

/** The batch of whole tensors by input name, or of the only input's tensor. */
export function batchOfTensors(signature: Signature, value: unknown): Batch {
  if (isRecord(value)) {
    refuseStrangeNames(signature, value);
    const whole = signature.inputs.map((spec) => {
      if (!Object.hasOwn(value, spec.name)) throw badInput(`inputs has no ${JSON.stringify(spec.name)}`);
      return tensorFrom(spec, value[spec.name]);
    });
    return batchOf(signature, whole);
  }
  const [spec] = signature.inputs;
  if (!spec || signature.inputs.length > 1)
    throw badInput('the model has several inputs: inputs must be a record by name');
  return batchOf(signature, [tensorFrom(spec, value)]);
}
