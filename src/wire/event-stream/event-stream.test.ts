import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../fault.ts';
import { JsonCodec } from '../json/codec.ts';
import type { Member, Shape, StructureShape, UnionShape } from '../shape.ts';
import { decodeMessage, encodeMessage, FrameError, type HeaderValue, type Message } from './message.ts';
import { readMessages } from './messages.ts';
import { decodeEvents, encodeEvents } from './stream.ts';

const codec = new JsonCodec('application/json', false);
const TEXT: Shape = { kind: 'string', name: 'String' };
const BYTES: Shape = { kind: 'blob', name: 'Blob' };

function member(name: string, target: Shape, more: Partial<Member> = {}): Member {
  return { name, target, required: false, ...more };
}
function structure(name: string, members: Member[], error?: StructureShape['error']): StructureShape {
  return { kind: 'structure', name, members, ...(error && { error }) };
}
const events: UnionShape = {
  kind: 'union',
  name: 'Events',
  members: [
    member('Part', structure('Part', [member('Bytes', BYTES, { eventPayload: true })])),
    member('Note', structure('Note', [member('to', TEXT, { eventHeader: true }), member('text', TEXT)])),
    member('Broken', structure('BrokenException', [member('Message', TEXT)], { blame: 'server' })),
  ],
};

const header: fc.Arbitrary<HeaderValue> = fc.oneof(
  fc.boolean().map((value) => ({ type: 'boolean' as const, value })),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'byte' as const, value })),
  fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ type: 'short' as const, value })),
  fc.integer().map((value) => ({ type: 'integer' as const, value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type: 'long' as const, value })),
  fc.string().map((value) => ({ type: 'string' as const, value })),
  fc.uint8Array().map((value) => ({ type: 'blob' as const, value: Buffer.from(value) })),
  fc.integer().map((value) => ({ type: 'timestamp' as const, value })),
  fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((value) => ({ type: 'uuid' as const, value: Buffer.from(value) })),
);
const message: fc.Arbitrary<Message> = fc.record(
  {
    headers: fc
      .dictionary(fc.stringMatching(/^[:a-z-]{1,20}$/), header)
      .map((record) => new Map(Object.entries(record))),
    payload: fc.uint8Array({ maxLength: 200 }).map((value) => Buffer.from(value)),
  },
  { noNullPrototype: true },
);

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("the frame of AWS's own example", () => {
  // an event without payload: total length 75, from the public Smithy protocol tests
  const frame = Buffer.from(
    'AAAASwAAADv7Cl8VDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcAB2hlYWRlcnMNYm9vbGVhbkhlYWRlcgC4J9Ws',
    'base64',
  );
  const { headers, payload } = decodeMessage(frame);
  assert.deepEqual(Object.fromEntries(headers), {
    ':message-type': { type: 'string', value: 'event' },
    ':event-type': { type: 'string', value: 'headers' },
    booleanHeader: { type: 'boolean', value: true },
  });
  assert.equal(payload.length, 0);
  assert.deepEqual(encodeMessage({ headers, payload }), frame);
});

test('messages are found again however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 4 }),
      fc.integer({ min: 1, max: 60 }),
      async (sent, size) => {
        const bytes = Buffer.concat(sent.map(encodeMessage));
        const received = await Array.fromAsync(readMessages(inPieces(bytes, size)));
        assert.deepEqual(received, sent);
      },
    ),
    { numRuns: 50 },
  );
});

test('no changed byte goes unseen', async () => {
  const bytes = encodeMessage({
    headers: new Map([['a', { type: 'string', value: 'b' }]]),
    payload: Buffer.from('payload'),
  });
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await assert.rejects(Array.fromAsync(readMessages(inPieces(changed, 7))), FrameError, `byte ${at}`);
  }
  await assert.rejects(Array.fromAsync(readMessages(inPieces(bytes.subarray(0, -1), 100))), FrameError);
});

test('events go out and come in as they are', async () => {
  const sent = [{ Part: { Bytes: Buffer.from([0, 255]) } }, { Note: { to: 'x', text: 'ü' } }, { Note: {} }];
  const frames = await Array.fromAsync(encodeEvents(events, inTurn(sent), codec));
  const received = await Array.fromAsync(decodeEvents(events, inPieces(Buffer.concat(frames), 5), codec));
  assert.deepEqual(received, sent);
});

async function* inTurn(values: readonly unknown[], end?: Error): AsyncGenerator<unknown> {
  yield* values;
  if (end) throw end;
}

async function lastOf(end: Error): Promise<Message> {
  const frames = await Array.fromAsync(encodeEvents(events, inTurn([{ Note: {} }], end), codec));
  return decodeMessage(frames.at(-1) as Buffer);
}

test('a fault of the source ends the stream: as an exception the union has, or as an error', async () => {
  const modelled = await lastOf(new Fault('BrokenException', 500, 'It broke'));
  assert.deepEqual(modelled.headers.get(':message-type'), { type: 'string', value: 'exception' });
  assert.deepEqual(modelled.headers.get(':exception-type'), { type: 'string', value: 'Broken' });
  assert.deepEqual(JSON.parse(modelled.payload.toString()), { Message: 'It broke' });
  const other = await lastOf(new Fault('ThrottlingException', 429, 'Slow down'));
  assert.deepEqual(other.headers.get(':error-code'), { type: 'string', value: 'ThrottlingException' });
  await assert.rejects(lastOf(new TypeError('a bug')), TypeError);
});

test('messages that are no events of the union are refused', async () => {
  const text = (value: string): HeaderValue => ({ type: 'string', value });
  const wrong: Record<string, HeaderValue>[] = [
    {},
    { ':message-type': text('event') },
    { ':message-type': text('event'), ':event-type': text('Other') },
    { ':message-type': text('exception'), ':exception-type': text('Broken') },
    { ':message-type': text('error'), ':error-code': text('x') },
    { ':message-type': text('event'), ':event-type': text('Note'), to: { type: 'boolean', value: true } },
  ];
  for (const headers of wrong) {
    const frame = encodeMessage({ headers: new Map(Object.entries(headers)), payload: Buffer.alloc(0) });
    await assert.rejects(Array.fromAsync(decodeEvents(events, inPieces(frame, 100), codec)), {
      code: 'SerializationException',
    });
  }
});
