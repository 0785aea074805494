import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CombinableAlgorithm, combineChecksums } from './combine.ts';
import { createDigest, DIGEST_BYTES, type DigestAlgorithm, digestOf } from './digest.ts';

const algorithms = Object.keys(DIGEST_BYTES) as DigestAlgorithm[];

test('the check values of the catalogue of CRCs hold', () => {
  const of = (algorithm: DigestAlgorithm) => digestOf(algorithm, Buffer.from('123456789')).toString('hex');
  assert.equal(of('crc32'), 'cbf43926');
  assert.equal(of('crc32c'), 'e3069283');
  assert.equal(of('crc64nvme'), 'ae8b14860a799888');
  assert.equal(of('md5'), '25f9e794323b453885f5181f1b624d0b');
});

test('a digest of nothing has its length', () => {
  for (const algorithm of algorithms) {
    assert.equal(digestOf(algorithm, new Uint8Array()).length, DIGEST_BYTES[algorithm]);
  }
});

test('however the bytes are cut, the digest is the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...algorithms),
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
      (algorithm, pieces) => {
        const digest = createDigest(algorithm);
        for (const piece of pieces) digest.update(piece);
        assert.deepEqual(digest.digest(), digestOf(algorithm, Buffer.concat(pieces)));
      },
    ),
  );
});

test('checksums of two texts join to that of both', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<CombinableAlgorithm>('crc32', 'crc32c', 'crc64nvme'),
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      (algorithm, a, b) => {
        const joined = combineChecksums(algorithm, digestOf(algorithm, a), digestOf(algorithm, b), b.length);
        assert.deepEqual(joined, digestOf(algorithm, Buffer.concat([a, b])));
      },
    ),
  );
});
