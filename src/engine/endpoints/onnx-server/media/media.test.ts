import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Signature, TensorSpec } from '../signature.ts';
import type { Tensor } from '../tensor.ts';
import { csv, parseCsv } from './csv.ts';
import { json, jsonLines } from './json.ts';
import { npy, writeNpy } from './npy.ts';

const spec = (name: string, type: TensorSpec['type'], ...shape: (number | undefined)[]): TensorSpec => ({
  name,
  type,
  shape,
});
const table: Signature = { inputs: [spec('x', 'float32', undefined, 3)], outputs: [] };
const mixed: Signature = {
  inputs: [
    spec('age', 'int64', undefined, 1),
    spec('city', 'string', undefined, 1),
    spec('member', 'bool', undefined),
  ],
  outputs: [],
};
const image: Signature = { inputs: [spec('pixels', 'float32', undefined, 2, 2)], outputs: [] };

const tensors = (media: typeof json, signature: Signature, body: unknown): readonly Tensor[] =>
  media.decode(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), signature).batch.tensors;
const values = (tensor: Tensor | undefined) => Array.from(tensor?.data as unknown[]);
const refusal = (media: typeof json, signature: Signature, body: unknown): string => {
  try {
    tensors(media, signature, body);
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('it was not refused');
};

test('JSON takes every customary way to write a table', () => {
  const ways = [
    {
      instances: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { instances: [{ x: [1, 2, 3] }, { x: [4, 5, 6] }] },
    { instances: [{ features: [1, 2, 3] }, { features: [4, 5, 6] }] },
    {
      inputs: {
        x: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    {
      inputs: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
  ];
  for (const way of ways) {
    const [tensor] = tensors(json, table, way);
    assert.deepEqual(
      [tensor?.dims, values(tensor)],
      [
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ],
      JSON.stringify(way),
    );
  }
});

test('JSON takes one row bare', () => {
  assert.deepEqual(tensors(json, table, [1, 2, 3])[0]?.dims, [1, 3]);
  assert.deepEqual(tensors(json, table, { x: [1, 2, 3] })[0]?.dims, [1, 3]);
});

test('a list of scalars is one value a row where a row is a single value', () => {
  const signature = { inputs: [spec('x', 'float32', undefined, 1)], outputs: [] };
  assert.deepEqual(tensors(json, signature, [1, 2, 3])[0]?.dims, [3, 1]);
});

test('several inputs come as records by name or as flat rows from left to right', () => {
  const rows = [
    { age: 30, city: 'Bern', member: true },
    { age: 40, city: 'Zug', member: false },
  ];
  const flat = [
    [30, 'Bern', true],
    [40, 'Zug', false],
  ];
  for (const body of [{ instances: rows }, rows, { instances: flat }]) {
    const [age, city, member] = tensors(json, mixed, body);
    assert.deepEqual(values(age), [30n, 40n]);
    assert.deepEqual(values(city), ['Bern', 'Zug']);
    assert.deepEqual([member?.dims, values(member)], [[2], [1, 0]]);
  }
  assert.deepEqual(values(tensors(csv, mixed, '30,"Bern, Switzerland",true\n40,Zug,0\n')[1]), [
    'Bern, Switzerland',
    'Zug',
  ]);
});

test('rows of several dimensions may be nested or flat', () => {
  assert.deepEqual(
    tensors(json, image, [
      [
        [1, 2],
        [3, 4],
      ],
    ])[0]?.dims,
    [1, 2, 2],
  );
  assert.deepEqual(values(tensors(json, image, { instances: [[1, 2, 3, 4]] })[0]), [1, 2, 3, 4]);
});

test('an open inner dimension is taken from the first row', () => {
  const words = { inputs: [spec('ids', 'int64', undefined, undefined)], outputs: [] };
  assert.deepEqual(
    tensors(json, words, [
      [1, 2],
      [3, 4],
      [5, 6],
    ])[0]?.dims,
    [3, 2],
  );
  assert.match(
    refusal(json, words, [[1, 2], [3]]),
    /row 1 of input ids must have shape \[2\]; found a list of 1/,
  );
});

test('what does not fit is refused in words that say where and why', () => {
  assert.match(
    refusal(json, table, {
      instances: [
        [1, 2, 3],
        [4, 'x', 6],
      ],
    }),
    /row 1 of input x must be a number, not "x"/,
  );
  assert.match(refusal(json, table, { instances: [[1, 2]] }), /must have shape \[3\]; found a list of 2/);
  assert.match(refusal(json, table, { instances: [] }), /there are no rows/);
  assert.match(refusal(json, table, { instances: 7 }), /instances must be a list/);
  assert.match(refusal(json, table, '{"instances": [['), /the body is not JSON/);
  assert.match(refusal(json, table, 'null'), /the body must be/);
  assert.match(
    refusal(json, table, { instances: [[1, 2, 3]], parameters: {} }),
    /"parameters" is not understood/,
  );
  assert.match(
    refusal(json, table, { inputs: { y: [[1, 2, 3]] } }),
    /the model has no input "y"; its inputs are "x"/,
  );
  assert.match(
    refusal(json, mixed, [{ age: 1.5, city: 'a', member: true }]),
    /must be an integer \(int64\), not 1.5/,
  );
  assert.match(refusal(json, mixed, [{ age: 1, city: 'a' }]), /row 0 has no "member"/);
  assert.match(refusal(json, mixed, [[1, 'a']]), /row 0 must have 3 values, not 2/);
  assert.match(refusal(csv, table, 'a,b,c\n1,2,3\n'), /row 0 of input x must be a number, not "a"/);
  assert.match(refusal(csv, mixed, '1,"a,true\n'), /row 0 is not CSV near/);
  assert.match(refusal(jsonLines, table, '[1,2,3]\n[1,2'), /line 2 is not JSON/);
});

test('wide integers keep their digits', () => {
  const signature = { inputs: [spec('id', 'int64', undefined)], outputs: [] };
  assert.deepEqual(values(tensors(json, signature, { instances: ['9007199254740993', -5] })[0]), [
    9007199254740993n,
    -5n,
  ]);
  assert.match(refusal(json, signature, '{"instances":[9007199254740993]}'), /must be an integer/);
  assert.match(refusal(json, signature, { instances: ['9223372036854775808'] }), /must be an integer/);
});

test('missing numbers are NaN', () => {
  assert.deepEqual(values(tensors(csv, table, '1,,nan\n')[0]), [1, NaN, NaN]);
  assert.deepEqual(values(tensors(json, table, [[1, null, 3]])[0]), [1, NaN, 3]);
});

const label = {
  name: 'label',
  tensor: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, 0n) },
} as const;
const chances = {
  name: 'chances',
  tensor: { type: 'float32', dims: [2, 2], data: Float32Array.of(0.1, 0.9, 0.75, 0.25) },
} as const;

test('one prediction a row, in every format', () => {
  assert.equal(json.encode([chances], 'rows'), '{"predictions":[[0.1,0.9],[0.75,0.25]]}');
  assert.equal(json.encode([label], 'rows'), '{"predictions":[1,0]}');
  assert.equal(
    json.encode([label, chances], 'rows'),
    '{"predictions":[{"label":1,"chances":[0.1,0.9]},{"label":0,"chances":[0.75,0.25]}]}',
  );
  assert.equal(json.encode([chances], 'tensors'), '{"outputs":[[0.1,0.9],[0.75,0.25]]}');
  assert.equal(jsonLines.encode([chances], 'rows'), '[0.1,0.9]\n[0.75,0.25]\n');
  assert.equal(csv.encode([label, chances], 'rows'), '1,0.1,0.9\n0,0.75,0.25\n');
  assert.throws(() => npy.encode([label, chances], 'rows'), /one array/);
});

test('CSV reads back whatever is quoted by the book', () => {
  const field = fc.string().filter((text) => !text.includes('\r'));
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (table) => {
      const text = table
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
        .join('\n');
      assert.deepEqual(parseCsv(text), table);
    }),
  );
});

test('an array written as .npy is read back, in either byte order and memory order', () => {
  const signature = { inputs: [spec('x', 'float64', undefined, 2)], outputs: [] };
  const tensor: Tensor = { type: 'float64', dims: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const bytes = writeNpy(tensor);
  assert.equal(bytes.readUInt16LE(8) % 64, 54, 'the elements begin at a multiple of 64');
  assert.deepEqual(values(npy.decode(bytes, signature).batch.tensors[0]), [1, 2, 3, 4, 5, 6]);
  const swapped = Buffer.from(bytes.toString('latin1').replace("'<f8'", "'>f8'"), 'latin1');
  swapped.subarray(swapped.length - 48).swap64();
  assert.deepEqual(values(npy.decode(swapped, signature).batch.tensors[0]), [1, 2, 3, 4, 5, 6]);
  const columns = Buffer.from(bytes.toString('latin1').replace('False', 'True '), 'latin1');
  assert.deepEqual(values(npy.decode(columns, signature).batch.tensors[0]), [1, 4, 2, 5, 3, 6]);
});

test('an array of another type is converted, a broken one refused', () => {
  const bytes = writeNpy({ type: 'int64', dims: [1, 3], data: BigInt64Array.of(1n, 2n, 3n) });
  assert.deepEqual(values(npy.decode(bytes, table).batch.tensors[0]), [1, 2, 3]);
  assert.throws(() => npy.decode(bytes.subarray(0, -1), table), /should hold 24 bytes, not 23/);
  assert.throws(() => npy.decode(Buffer.from('hello'), table), /not a .npy array/);
  assert.throws(
    () => npy.decode(writeNpy({ type: 'float32', dims: [1, 4], data: new Float32Array(4) }), table),
    /takes shape \[\?, 3\], not \[1, 4\]/,
  );
});
