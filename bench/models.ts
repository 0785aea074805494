import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root as repository } from './processes.ts';
import { type Constant, onnxModel, type Operator } from '../test/models/onnx.ts';

/** A model to be measured, with a row it takes. */
export interface BenchModel {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** One row as CSV. */
  readonly row: string;
}

/** Values between -1 and 1 that are the same at every run. */
function values(count: number, scale: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
}

const rowOf = (width: number): string =>
  Array.from({ length: width }, (_, i) => ((i * 0.37) % 5).toFixed(2)).join(',');

const weights = (name: string, rows: number, columns: number): Constant => ({
  name,
  dims: [rows, columns],
  data: values(rows * columns, Math.sqrt(6 / rows)), // layers neither grow nor shrink what they are given
});

/**
 * Computes, and nothing else: every row passes `layers` times through the same small matrix, which stays in the processor's
 * cache, so that two processors do twice as much as one. Some 5 ms a row with the default; batches gain nothing.
 */
export function heavyModel(layers = 40): BenchModel {
  const [width, inner] = [64, 256];
  const operators: Operator[] = [{ op: 'Mul', inputs: ['x', 'spread'], outputs: ['h0'] }];
  for (let layer = 0; layer < layers; layer++) {
    operators.push({ op: 'MatMul', inputs: [`h${layer}`, 'w'], outputs: [`m${layer}`] });
    operators.push({ op: 'Tanh', inputs: [`m${layer}`], outputs: [`h${layer + 1}`] });
  }
  operators.push({ op: 'MatMul', inputs: [`h${layers}`, 'last'], outputs: ['y'] });
  const bytes = onnxModel({
    inputs: [{ name: 'x', type: 'float32', shape: ['N', width, 1] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['N', width, 1] }],
    operators,
    constants: [weights('spread', 1, inner), weights('w', inner, inner), weights('last', inner, 1)],
  });
  return { name: 'heavy', bytes, row: rowOf(width) };
}

/** A dense network of three layers: a row alone waits for 4 MB of weights, and a batch reads them once for all of its rows. */
export function denseModel(): BenchModel {
  const [width, inner] = [44, 1024];
  const bytes = onnxModel({
    inputs: [{ name: 'x', type: 'float32', shape: ['N', width] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['N', 1] }],
    operators: [
      { op: 'MatMul', inputs: ['x', 'w1'], outputs: ['a'] },
      { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      { op: 'MatMul', inputs: ['b', 'w2'], outputs: ['c'] },
      { op: 'Relu', inputs: ['c'], outputs: ['d'] },
      { op: 'MatMul', inputs: ['d', 'w3'], outputs: ['y'] },
    ],
    constants: [weights('w1', width, inner), weights('w2', inner, inner), weights('w3', inner, 1)],
  });
  return { name: 'dense', bytes, row: rowOf(width) };
}

/** One of the example's two models. */
export async function exampleModel(name: 'baseline' | 'boosted'): Promise<BenchModel> {
  const bytes = await readFile(join(repository, 'examples/ridership/models', `${name}.onnx`));
  return { name, bytes, row: rowOf(44) };
}

/** Writes a model where a model server looks for it; answers the model directory. */
export async function writeModel(root: string, { name, bytes }: BenchModel): Promise<string> {
  const directory = join(root, name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'model.onnx'), bytes);
  return directory;
}
