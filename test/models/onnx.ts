/** Writes small ONNX models byte by byte, so that tests need no tool that trains or exports. @see https://onnx.ai/onnx/repo-docs/IR.html */

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

/** A protobuf message: numbers as varints, everything else length-delimited. */
function message(fields: readonly Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      parts.push(Uint8Array.from([...varint(number * 8), ...varint(value)]));
      continue;
    }
    const bytes =
      typeof value === 'string'
        ? new TextEncoder().encode(value)
        : value instanceof Uint8Array
          ? value
          : message(value);
    parts.push(Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes);
  }
  return Buffer.concat(parts);
}

const types = { float32: 1, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 } as const;

/** An input or output: a number is a fixed dimension, text an open one. */
export interface Value {
  readonly name: string;
  readonly type: keyof typeof types;
  readonly shape: readonly (number | string)[];
}

/** One operator of the graph; integer attributes only. */
export interface Operator {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly integers?: Readonly<Record<string, number>>;
}

/** A constant. */
export interface Constant {
  readonly name: string;
  /** Default float32. */
  readonly type?: 'float32' | 'int32';
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

const value = ({ name, type, shape }: Value): readonly Field[] => [
  [1, name],
  [
    2,
    [
      [
        1,
        [
          [1, types[type]],
          [2, shape.map((dim): Field => [1, [typeof dim === 'number' ? [1, dim] : [2, dim]]])],
        ],
      ],
    ],
  ],
];

const operator = ({ op, inputs, outputs, integers = {} }: Operator): readonly Field[] => [
  ...inputs.map((name): Field => [1, name]),
  ...outputs.map((name): Field => [2, name]),
  [4, op],
  ...Object.entries(integers).map(
    ([name, i]): Field => [
      5,
      [
        [1, name],
        [3, i],
        [20, 2],
      ],
    ],
  ),
];

const constant = ({ name, type = 'float32', dims, data }: Constant): readonly Field[] => [
  ...dims.map((dim): Field => [1, dim]),
  [2, types[type]],
  [8, name],
  [9, new Uint8Array((type === 'int32' ? Int32Array.from(data) : Float32Array.from(data)).buffer)],
];

/** The bytes of a model. */
export function onnxModel(graph: {
  inputs: readonly Value[];
  outputs: readonly Value[];
  operators: readonly Operator[];
  constants?: readonly Constant[];
}): Uint8Array {
  return message([
    [1, 8],
    [2, 'postern-test'],
    [
      7,
      [
        ...graph.operators.map((one): Field => [1, operator(one)]),
        [2, 'graph'],
        ...(graph.constants ?? []).map((one): Field => [5, constant(one)]),
        ...graph.inputs.map((one): Field => [11, value(one)]),
        ...graph.outputs.map((one): Field => [12, value(one)]),
      ],
    ],
    [
      8,
      [
        [1, ''],
        [2, 17],
      ],
    ],
  ]);
}

/** `y = x . w + b` over rows of `weights.length` values; answers [rows, 1]. */
export const linearModel = (
  weights: readonly number[],
  bias: number,
  batch: number | string = 'N',
): Uint8Array =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', shape: [batch, weights.length] }],
    outputs: [{ name: 'y', type: 'float32', shape: [batch, 1] }],
    operators: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['xw'] },
      { op: 'Add', inputs: ['xw', 'b'], outputs: ['y'] },
    ],
    constants: [
      { name: 'w', dims: [weights.length, 1], data: weights },
      { name: 'b', dims: [1], data: [bias] },
    ],
  });

/** A two-class classifier as exporters write it without ZipMap: `label` int64 [rows], `probabilities` float32 [rows, 2]. */
export const classifierModel = (): Uint8Array =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }],
    outputs: [
      { name: 'label', type: 'int64', shape: ['N'] },
      { name: 'probabilities', type: 'float32', shape: ['N', 2] },
    ],
    operators: [
      { op: 'Softmax', inputs: ['x'], outputs: ['probabilities'], integers: { axis: 1 } },
      { op: 'ArgMax', inputs: ['x'], outputs: ['label'], integers: { axis: 1, keepdims: 0 } },
    ],
  });

/** Echoes one column of each of these types: inputs `a`, `b` ... of shape [rows, 1], outputs `a_out` ... */
export const echoModel = (columns: readonly Value['type'][]): Uint8Array => {
  const names = columns.map((_, i) => String.fromCharCode(97 + i));
  return onnxModel({
    inputs: columns.map((type, i) => ({ name: names[i] as string, type, shape: ['N', 1] })),
    outputs: columns.map((type, i) => ({ name: `${names[i]}_out`, type, shape: ['N', 1] })),
    operators: names.map((name) => ({ op: 'Identity', inputs: [name], outputs: [`${name}_out`] })),
  });
};

/** Adds each row to those before it: the first dimension is open, yet rows are not independent. */
export const runningSumModel = (): Uint8Array =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', shape: ['T', 1] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['T', 1] }],
    operators: [{ op: 'CumSum', inputs: ['x', 'axis'], outputs: ['y'] }],
    constants: [{ name: 'axis', type: 'int32', dims: [], data: [0] }],
  });
