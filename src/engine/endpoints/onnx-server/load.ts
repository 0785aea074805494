import { relative } from 'node:path';
import { Batcher } from './batcher.ts';
import { Model } from './model.ts';
import { findModelFile } from './model-file.ts';
import { type Predict, predictor } from './predict.ts';
import { isRowWise } from './row-wise.ts';
import { showShape, type TensorSpec } from './signature.ts';

/** How models are run. */
export interface RunSettings {
  /** Threads of one operator. */
  readonly threads: number;
  /** The most rows put together in one run. */
  readonly maxRows: number;
  /** How long a run may be put off for more requests, milliseconds. */
  readonly maxWaitMs: number;
  /** Requests that wait may be run together, where the model allows it. */
  readonly batching: boolean;
}

/** A model that answers. */
export interface Loaded {
  readonly predict: Predict;
  /** Requests that wait are run together. */
  readonly together: boolean;
  /** Gives its memory back; nothing may be under way. */
  close(): Promise<void>;
}

const show = (spec: TensorSpec): string => `${spec.name} ${spec.type}${showShape(spec.shape)}`;

/**
 * Loads the model of a directory and says what it takes and gives.
 * @throws Error with a sentence about the model
 */
export async function load(directory: string, settings: RunSettings): Promise<Loaded> {
  const file = await findModelFile(directory).catch((error: Error) => {
    throw new Error(`cannot find the model: ${error.message}`);
  });
  const name = relative(directory, file);
  const model = await Model.open(file, settings.threads).catch((error: Error) => {
    // ONNX Runtime names the file by its whole path, which is nobody's business here.
    throw new Error(`cannot load the model ${name}: ${error.message.replaceAll(file, name)}`);
  });
  const { inputs, outputs } = model.signature;
  console.log(`loaded ${name}: ${inputs.map(show).join(', ')} -> ${outputs.map(show).join(', ')}`);
  const together = settings.batching && (await isRowWise(model));
  const fixedRows = inputs.every((spec) => spec.shape.length > 0) ? inputs[0]?.shape[0] : undefined;
  const { maxRows, maxWaitMs } = settings;
  const batching = { together, maxRows, maxWaitMs, fixedRows };
  const batcher = new Batcher((tensors) => model.run(tensors), batching);
  return { predict: predictor(model.signature, batcher), together, close: () => model.close() };
}
