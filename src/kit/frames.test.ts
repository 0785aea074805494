import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeFrame, FrameReader } from './frames.ts';

test('frames come out as they went in, however the stream is cut', () => {
  const frame = fc
    .tuple(fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: 200 }))
    .map(([kind, body]) => ({ kind, body }));
  const property = fc.property(
    fc.array(frame, { maxLength: 10 }),
    fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
    (frames, cuts) => {
      const stream = Buffer.concat(frames.map(({ kind, body }) => encodeFrame(kind, body)));
      const heard: { kind: number; body: Uint8Array }[] = [];
      const reader = new FrameReader(
        1000,
        (kind, body) => heard.push({ kind, body: new Uint8Array(body) }),
        () => assert.fail('no frame is too long'),
      );
      for (let at = 0, n = 0; at < stream.length; n++) {
        const length = cuts[n % cuts.length] as number;
        reader.push(stream.subarray(at, at + length));
        at += length;
      }
      assert.deepEqual(heard, frames);
    },
  );
  fc.assert(property);
});

test('a frame that is too long is a fault before it is read', () => {
  let faults = 0;
  const reader = new FrameReader(
    100,
    () => assert.fail(),
    () => faults++,
  );
  reader.push(encodeFrame(1, new Uint8Array(200)).subarray(0, 10));
  assert.equal(faults, 1);
});
