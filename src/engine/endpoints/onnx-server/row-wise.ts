import type { Model } from './model.ts';
import type { TensorSpec } from './signature.ts';
import { allocate, concatenate, type Elements, rowsOf, sizeOf, type Tensor } from './tensor.ts';

/**
 * Whether the model treats each row by itself, so that strangers' rows may be run together. An open first dimension
 * alone does not say so (it may be time, or be summed over), therefore three rows are run together and one by one.
 */
export async function isRowWise(model: Model): Promise<boolean> {
  const { inputs, outputs } = model.signature;
  const open = (spec: TensorSpec) => spec.shape.length > 0 && spec.shape[0] === undefined;
  if (![...inputs, ...outputs].every(open)) return false;
  try {
    const rows = [0, 1, 2].map((seed) => inputs.map((spec) => sampleRow(spec, seed)));
    const together = await model.run(inputs.map((_, i) => concatenate(rows.map((row) => row[i] as Tensor))));
    for (const [index, row] of rows.entries()) {
      const alone = await model.run(row);
      const same = alone.every((tensor, i) => {
        const whole = together[i] as Tensor;
        return whole.dims[0] === rows.length && agree(rowsOf(whole, index, 1).data, tensor.data);
      });
      if (!same) return false;
    }
    return true;
  } catch {
    return false; // it does not take the sample: nothing is proven, nothing is put together
  }
}

/** One row of small values that differ from seed to seed; open inner dimensions are 1. */
function sampleRow(spec: TensorSpec, seed: number): Tensor {
  const dims = [1, ...spec.shape.slice(1).map((dim) => dim ?? 1)];
  const data = allocate(spec.type, sizeOf(dims));
  for (let i = 0; i < data.length; i++) {
    const step = (i + seed) % 3;
    if (Array.isArray(data)) data[i] = 'abc'[step] as string;
    else if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(step);
    else
      (data as Float32Array)[i] =
        spec.type === 'bool' ? step % 2 : spec.type.startsWith('float') ? step * 0.75 - 0.5 : step;
  }
  return { type: spec.type, dims, data };
}

/** Equal up to rounding: sums may be taken in another order in a larger batch. */
function agree(a: Elements, b: Elements): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    if (x === y) continue;
    if (typeof x !== 'number' || typeof y !== 'number') return false;
    if (Number.isNaN(x) && Number.isNaN(y)) continue;
    if (!(Math.abs(x - y) <= 1e-3 * Math.max(1, Math.abs(x), Math.abs(y)))) return false;
  }
  return true;
}
