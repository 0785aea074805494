import type { Batcher } from './batcher.ts';
import type { Named } from './media/media.ts';
import { readerOf, writerOf } from './negotiate.ts';
import type { Signature } from './signature.ts';

/** What a model says of a body, in a media type. */
export interface Prediction {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** Answers a body of `contentType` in the best type of `accept`, both as HTTP has them. Rejects with a Refusal. */
export type Predict = (
  body: Buffer,
  contentType: string | undefined,
  accept: string | undefined,
) => Promise<Prediction>;

/** Predictions of one model: decoded, run with what else waits, encoded. */
export function predictor(signature: Signature, batcher: Batcher): Predict {
  return async (body, contentType, accept) => {
    const writer = writerOf(accept);
    const { batch, layout } = readerOf(contentType).decode(body, signature);
    const tensors = await batcher.submit(batch);
    const outputs = signature.outputs.map(({ name }, i) => ({ name, tensor: tensors[i] }) as Named);
    return { type: writer.type, body: writer.encode(outputs, layout) };
  };
}
