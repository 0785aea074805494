import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Signature, TensorSpec } from './signature.ts';
import type { ElementType, Tensor } from './tensor.ts';

/** A loaded ONNX model. */
export class Model {
  readonly signature: Signature;
  readonly #session: InferenceSession;
  readonly #fetches: readonly string[];

  private constructor(session: InferenceSession, signature: Signature) {
    this.#session = session;
    this.signature = signature;
    this.#fetches = signature.outputs.map((output) => output.name);
  }

  /**
   * Loads a model file.
   * @param threads threads of one operator; 1 is best for small models and several instances
   * @throws Error in ONNX Runtime's words when the file is not a model it can run
   */
  static async open(path: string, threads: number): Promise<Model> {
    const session = await InferenceSession.create(path, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    const inputs = session.inputMetadata.map((meta) => {
      if (!meta.isTensor) throw new Error(`input ${meta.name} is not a tensor`);
      return specOf(meta);
    });
    const outputs = session.outputMetadata.filter((meta) => meta.isTensor).map(specOf);
    if (inputs.length === 0 || outputs.length === 0)
      throw new Error('the model has no tensor to read or to write');
    return new Model(session, { inputs, outputs });
  }

  /**
   * Runs the model once. Blocks the event loop of this process while it computes.
   * @param tensors one an input, in the signature's order
   * @returns one an output, in the signature's order
   */
  async run(tensors: readonly Tensor[]): Promise<Tensor[]> {
    const feeds: Record<string, OrtTensor> = {};
    for (const [index, spec] of this.signature.inputs.entries()) {
      const { type, data, dims } = tensors[index] as Tensor;
      feeds[spec.name] = new OrtTensor(type as 'float32', data as Float32Array, dims);
    }
    const results = await this.#session.run(feeds, this.#fetches);
    return this.#fetches.map((name) => {
      const { type, dims, data } = results[name] as OrtTensor;
      return { type: type as ElementType, dims, data: data as Tensor['data'] };
    });
  }

  /** Gives its memory back; nothing may be running. */
  close(): Promise<void> {
    return this.#session.release();
  }
}

function specOf(meta: InferenceSession.ValueMetadata): TensorSpec {
  if (!meta.isTensor) throw new TypeError(`${meta.name} is not a tensor`);
  return {
    name: meta.name,
    type: meta.type as ElementType,
    shape: meta.shape.map((dim) => (typeof dim === 'number' ? dim : undefined)),
  };
}
