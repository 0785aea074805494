import { badInput } from '../refusal.ts';
import { batchOfRows, batchOfTensors } from '../rows.ts';
import { rowWidth, type Signature } from '../signature.ts';
import type { Decoded, Media } from './media.ts';
import { nested, predictions } from './plain.ts';

/** Parses JSON; refuses with the parser's own words. */
function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`${what} is not JSON: ${(error as Error).message}`);
  }
}

/** A list of scalars is one row, unless a row of this model is a single value. */
function rowsOfList(list: readonly unknown[], signature: Signature): readonly unknown[] {
  const scalars = list.length > 0 && (typeof list[0] !== 'object' || list[0] === null);
  if (!scalars) return list;
  const width = signature.inputs.reduce((sum, spec) => sum + (rowWidth(spec) ?? Number.NaN), 0);
  return width === 1 ? list : [list];
}

const only = (value: object, allowed: readonly string[]): void => {
  const strange = Object.keys(value).find((key) => !allowed.includes(key));
  if (strange !== undefined)
    throw badInput(`${JSON.stringify(strange)} is not understood beside ${JSON.stringify(allowed[0])}`);
};

function decode(body: Buffer, signature: Signature): Decoded {
  const value = parseJson(body.toString('utf8'), 'the body');
  if (Array.isArray(value))
    return { batch: batchOfRows(signature, rowsOfList(value, signature)), layout: 'rows' };
  if (typeof value !== 'object' || value === null) {
    throw badInput('the body must be {"instances": [...]}, {"inputs": {...}}, a list of rows or one record');
  }
  const named = signature.inputs.map((spec) => spec.name);
  const { instances, inputs } = value as { instances?: unknown; inputs?: unknown };
  if (instances !== undefined && !named.includes('instances')) {
    only(value, ['instances', 'signature_name']);
    if (!Array.isArray(instances)) throw badInput('instances must be a list of rows');
    return { batch: batchOfRows(signature, instances), layout: 'rows' };
  }
  if (inputs !== undefined && !named.includes('inputs')) {
    only(value, ['inputs', 'signature_name']);
    return { batch: batchOfTensors(signature, inputs), layout: 'tensors' };
  }
  return { batch: batchOfRows(signature, [value]), layout: 'rows' };
}

/**
 * `application/json`: `{"instances": [...]}`, a plain list of rows, or one record answer `{"predictions": [...]}`;
 * `{"inputs": {...}}` with whole tensors answers `{"outputs": {...}}`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-inference.html
 */
export const json: Media = {
  type: 'application/json',
  decode,
  encode(outputs, layout) {
    if (layout === 'rows') return JSON.stringify({ predictions: predictions(outputs) });
    const [first] = outputs;
    const whole =
      outputs.length === 1 && first
        ? nested(first.tensor)
        : Object.fromEntries(outputs.map(({ name, tensor }) => [name, nested(tensor)]));
    return JSON.stringify({ outputs: whole });
  },
};

/** `application/jsonlines`: one row a line, one prediction a line. */
export const jsonLines: Media = {
  type: 'application/jsonlines',
  decode(body, signature) {
    const rows = body
      .toString('utf8')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line, index) => parseJson(line, `line ${index + 1}`));
    return { batch: batchOfRows(signature, rows), layout: 'rows' };
  },
  encode: (outputs) =>
    predictions(outputs)
      .map((prediction) => `${JSON.stringify(prediction)}\n`)
      .join(''),
};
