import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { lead } from './body.ts';
import { ChunkDecoder } from './chunked.ts';

const chunksOfAnySize = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 8 });

function framed(chunks: readonly Uint8Array[]): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(Buffer.concat(chunks)));
  return Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0\r\nx-amz-checksum-crc32:${checksum.toString('base64')}\r\n\r\n`),
  ]);
}

/** What comes out of a framed body that arrives in pieces of these sizes, repeated. */
function decoded(body: Buffer, decodedBytes: number, sizes: readonly number[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0, i = 0; at < body.length; i++) {
    const size = sizes[i % sizes.length]!;
    pieces.push(body.subarray(at, at + size));
    at += size;
  }
  const trailer = { name: 'x-amz-checksum-crc32', algorithm: 'crc32' } as const;
  const decoder = new ChunkDecoder({ kind: 'chunked', signed: false, trailer, decodedBytes }, undefined);
  return buffer(lead(Readable.from(pieces, { objectMode: false }), decoder));
}

const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

test('property: however chunked and however it arrives, the same bytes come out', () =>
  fc.assert(
    fc.asyncProperty(chunksOfAnySize, cuts, async (chunks, sizes) => {
      const body = Buffer.concat(chunks);
      assert.deepEqual(await decoded(framed(chunks), body.length, sizes), body);
    }),
    { numRuns: 200 },
  ));

test('property: a body with one byte changed, or cut short, never comes out as whole but as it was', () =>
  fc.assert(
    fc.asyncProperty(
      chunksOfAnySize,
      cuts,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (chunks, sizes, place, flip) => {
        const body = Buffer.concat(chunks);
        const changed = framed(chunks);
        const at = place % changed.length;
        changed[at]! ^= flip;
        const outcome = await decoded(changed, body.length, sizes).catch(() => body);
        assert.deepEqual(outcome, body); // a letter of a number may change its case, a name its; nothing else goes unseen
        const cut = framed(chunks).subarray(0, at);
        await assert.rejects(decoded(cut, body.length, sizes));
      },
    ),
    { numRuns: 200 },
  ));

test('more or less than was announced is refused', async () => {
  const body = framed([Buffer.from('hello')]);
  await assert.rejects(decoded(body, 4, [100]), { code: 'IncompleteBody' });
  await assert.rejects(decoded(body, 6, [100]), { code: 'IncompleteBody' });
});

test('a chunk whose size line never ends is refused before it fills the memory', async () => {
  await assert.rejects(decoded(Buffer.alloc(10_000, '1'), 5, [1000]), { code: 'MalformedTrailerError' });
});
