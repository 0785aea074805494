import { elementWriter } from '../element.ts';
import { badInput, Refusal } from '../refusal.ts';
import { batchOf, type Signature, type TensorSpec } from '../signature.ts';
import { allocate, type Elements, type ElementType, sizeOf, type Tensor } from '../tensor.ts';
import type { Media } from './media.ts';

/** NumPy's type codes without the byte order. */
const codes: Partial<Record<string, Exclude<ElementType, 'string'>>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  b1: 'bool',
};
const widths = { float16: 2, float32: 4, float64: 8, int8: 1, int16: 2, int32: 4, int64: 8 } as const;
const bytesOf = (type: string): number =>
  type === 'bool' ? 1 : (widths[type.replace('uint', 'int') as keyof typeof widths] ?? 0);

/** The longest header that is read, characters; NumPy's own limit. */
const MAX_HEADER = 10_000;

interface Header {
  readonly type: Exclude<ElementType, 'string'>;
  readonly littleEndian: boolean;
  readonly fortran: boolean;
  readonly dims: readonly number[];
  /** Where the elements begin. */
  readonly offset: number;
}

function readHeader(body: Buffer): Header {
  if (body.length < 10 || body.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw badInput('the body is not a .npy array');
  const wide = (body[6] as number) >= 2;
  if (wide && body.length < 12) throw badInput('the .npy header is cut off');
  const length = wide ? body.readUInt32LE(8) : body.readUInt16LE(8);
  const start = wide ? 12 : 10;
  if (length > MAX_HEADER || start + length > body.length)
    throw badInput('the .npy header is cut off or too long');
  const text = body.toString('utf8', start, start + length);
  const descr = /'descr':\s*'([<>|=])([a-z]\d+)'/i.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text);
  const type = codes[descr?.[2] ?? ''];
  if (!type || !order || !shape)
    throw badInput(`this .npy header cannot be read: ${text.trim().slice(0, 120)}`);
  const dims = (shape[1] ?? '').split(',').flatMap((dim) => (dim.trim() === '' ? [] : [Number(dim)]));
  return {
    type,
    littleEndian: descr?.[1] !== '>',
    fortran: order[1] === 'True',
    dims,
    offset: start + length,
  };
}

/** The elements, aligned and in this machine's byte order. */
function readElements(body: Buffer, header: Header): Elements {
  const length = sizeOf(header.dims);
  const width = bytesOf(header.type);
  if (body.length - header.offset !== length * width) {
    throw badInput(`the .npy array should hold ${length * width} bytes, not ${body.length - header.offset}`);
  }
  const bytes = Buffer.from(body.subarray(header.offset));
  if (!header.littleEndian && width === 2) bytes.swap16();
  if (!header.littleEndian && width === 4) bytes.swap32();
  if (!header.littleEndian && width === 8) bytes.swap64();
  const data = allocate(header.type, length) as Float32Array;
  new Uint8Array(data.buffer).set(bytes);
  return data;
}

/** Column-major elements put into row-major order. */
function rowMajor(data: Elements, type: ElementType, dims: readonly number[]): Elements {
  const ordered = allocate(type, data.length) as Float32Array;
  const index = dims.map(() => 0);
  for (let at = 0; at < data.length; at++) {
    let target = 0;
    for (let i = 0; i < dims.length; i++) target = target * (dims[i] as number) + (index[i] as number);
    ordered[target] = data[at] as number;
    for (let i = 0; i < dims.length && ++(index[i] as number) === dims[i]; i++) index[i] = 0;
  }
  return ordered;
}

function convert(data: Elements, from: ElementType, spec: TensorSpec): Elements {
  if (from === spec.type) return data;
  const converted = allocate(spec.type, data.length);
  const write = elementWriter(spec.type);
  let at = 0;
  const where = () => `element ${at}`;
  for (; at < data.length; at++) write(converted, at, data[at], where);
  return converted;
}

function readArray(body: Buffer, spec: TensorSpec): Tensor {
  const header = readHeader(body);
  const elements = readElements(body, header);
  const ordered = header.fortran ? rowMajor(elements, header.type, header.dims) : elements;
  // One row written without its batch dimension.
  const bare = header.dims.length === spec.shape.length - 1 && header.dims.length > 0;
  return {
    type: spec.type,
    dims: bare ? [1, ...header.dims] : header.dims,
    data: convert(ordered, header.type, spec),
  };
}

/** The bytes of a `.npy` file, version 1.0. */
export function writeNpy(tensor: Tensor): Buffer {
  const code = Object.keys(codes).find((key) => codes[key] === tensor.type);
  if (!code || Array.isArray(tensor.data))
    throw new Refusal(406, `application/x-npy cannot carry ${tensor.type}`);
  const shape = tensor.dims.length === 1 ? `${tensor.dims[0]},` : tensor.dims.join(', ');
  const order = bytesOf(tensor.type) === 1 ? '|' : '<';
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const { buffer, byteOffset, byteLength } = tensor.data;
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), Buffer.from(buffer, byteOffset, byteLength)]);
}

/**
 * `application/x-npy`: one array in, one array out; versions 1.0 to 3.0, either byte order, either memory order.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export const npy: Media = {
  type: 'application/x-npy',
  decode(body: Buffer, signature: Signature) {
    const [spec, another] = signature.inputs;
    if (!spec || another)
      throw badInput('application/x-npy carries one array, and the model has several inputs');
    return { batch: batchOf(signature, [readArray(body, spec)]), layout: 'rows' };
  },
  encode(outputs) {
    const [first, another] = outputs;
    if (!first || another)
      throw new Refusal(406, 'application/x-npy carries one array, and the model has several outputs');
    return writeNpy(first.tensor);
  },
};
