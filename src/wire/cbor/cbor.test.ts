import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CborError, type CborItem, CborTag } from './item.ts';
import { MAX_DEPTH, readCbor } from './reader.ts';
import { CborWriter } from './writer.ts';

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function written(write: (to: CborWriter) => void): string {
  const writer = new CborWriter();
  write(writer);
  return writer.finish().toString('hex');
}

test('the examples of RFC 8949 are read', () => {
  const examples: [string, CborItem][] = [
    ['00', 0],
    ['1818', 24],
    ['1903e8', 1000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1bffffffffffffffff', 18_446_744_073_709_551_615n],
    ['c249010000000000000000', 18_446_744_073_709_551_616n],
    ['3bffffffffffffffff', -18_446_744_073_709_551_616n],
    ['c349010000000000000000', -18_446_744_073_709_551_617n],
    ['20', -1],
    ['3863', -100],
    ['f90000', 0],
    ['f93c00', 1],
    ['fb3ff199999999999a', 1.1],
    ['f97bff', 65_504],
    ['fa47c35000', 100_000],
    ['f90001', 5.960464477539063e-8],
    ['f90400', 0.00006103515625],
    ['f9c400', -4],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['f97e00', Number.NaN],
    ['faff800000', Number.NEGATIVE_INFINITY],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['c11a514b67b0', new CborTag(1, 1_363_896_240)],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['64f0908591', '\u{10151}'],
    ['83010203', [1, 2, 3]],
    [
      'a26161016162820203',
      new Map<string, CborItem>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
    ['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    [
      'bf61610161629f0203ffff',
      new Map<string, CborItem>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
  ];
  for (const [bytes, item] of examples) {
    const read = readCbor(hex(bytes));
    assert.deepEqual(read instanceof Uint8Array ? Uint8Array.from(read) : read, item, bytes);
  }
});

test('integers, floats and texts are written in their shortest exact form', () => {
  assert.equal(
    written((to) => to.integer(23)),
    '17',
  );
  assert.equal(
    written((to) => to.integer(24)),
    '1818',
  );
  assert.equal(
    written((to) => to.integer(-256)),
    '38ff',
  );
  assert.equal(
    written((to) => to.integer(65_536)),
    '1a00010000',
  );
  assert.equal(
    written((to) => to.integer(2 ** 53 - 1)),
    '1b001fffffffffffff',
  );
  assert.equal(
    written((to) => to.integer(18_446_744_073_709_551_616n)),
    'c249010000000000000000',
  );
  assert.equal(
    written((to) => to.integer(-18_446_744_073_709_551_617n)),
    'c349010000000000000000',
  );
  assert.equal(
    written((to) => to.float(1.5)),
    'fa3fc00000',
  );
  assert.equal(
    written((to) => to.float(1.1)),
    'fb3ff199999999999a',
  );
  assert.equal(
    written((to) => to.text('ü')),
    '62c3bc',
  );
});

test('what is written is read back, whatever the buffer grows to', () => {
  const { item } = fc.letrec((tie) => ({
    item: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double().filter((value) => !Number.isInteger(value)),
      fc.string({ unit: 'binary', maxLength: 700 }).filter((text) => text.isWellFormed()),
      fc.array(tie('item'), { maxLength: 5 }),
      fc
        .dictionary(fc.string(), tie('item'), { maxKeys: 5 })
        .map((record) => new Map(Object.entries(record))),
    ),
  }));
  fc.assert(
    fc.property(item, (value) => {
      const writer = new CborWriter();
      write(writer, value as CborItem);
      assert.deepEqual(readCbor(writer.finish()), value);
    }),
  );
});

function write(to: CborWriter, value: CborItem): void {
  if (value === null) to.null();
  else if (typeof value === 'boolean') to.boolean(value);
  else if (Number.isInteger(value)) to.integer(value as number);
  else if (typeof value === 'number') to.float(value);
  else if (typeof value === 'string') to.text(value);
  else if (Array.isArray(value)) {
    to.array(value.length);
    for (const item of value as readonly CborItem[]) write(to, item);
  } else if (value instanceof Map) {
    to.map(value.size);
    for (const [key, item] of value as ReadonlyMap<string, CborItem>) {
      to.text(key);
      write(to, item);
    }
  }
}

test('what is not one well-formed item is refused, quickly', () => {
  const bad = [
    '',
    '18', // a length that is not there
    '62ff', // shorter than it says
    '9b7fffffffffffffff', // an array longer than the bytes
    '5b7fffffffffffffff',
    '0000', // two items
    '61ff', // no UTF-8
    '1c', // reserved
    'ff', // a break of nothing
    '9f01', // never ends
    '5f6161ff', // text among bytes
    'a10102', // a key that is no text
    'c201', // a big integer that is no bytes
    'f8ff', // a simple value that is none
    '81'.repeat(MAX_DEPTH + 2) + '00',
    '81'.repeat(500_000),
  ];
  for (const bytes of bad) assert.throws(() => readCbor(hex(bytes)), CborError, bytes.slice(0, 20));
});
