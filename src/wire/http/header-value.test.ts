import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Member, Shape, SimpleKind } from '../shape.ts';
import { fieldText, headerReader, headerWriter } from './header-value.ts';

const simple = (kind: SimpleKind): Shape => ({ kind, name: kind });
const field = (target: Shape, more: Partial<Member> = {}): Member => ({
  name: 'f',
  target,
  required: false,
  ...more,
});
const list = (kind: SimpleKind): Member =>
  field({ kind: 'list', name: 'L', member: { name: 'member', target: simple(kind), required: false } });

test('lists of texts come back, with commas and quotes in them', () => {
  const item = fc
    .string({ unit: fc.constantFrom(...'ab,"\\ ='.split('')), minLength: 1 })
    .filter((text) => text.trim() === text);
  const member = list('string');
  fc.assert(
    fc.property(
      fc.array(
        item.filter((text) => !text.includes('\\') || text.includes('"')),
        { minLength: 1, maxLength: 4 },
      ),
      (items) => {
        assert.deepEqual(headerReader(member)([headerWriter(member)(items) ?? '']), items);
      },
    ),
  );
  assert.deepEqual(headerReader(member)(['a, "b, c"', 'd']), ['a', 'b, c', 'd']);
  assert.throws(() => headerReader(member)(['"a']), { code: 'SerializationException' });
});

test('HTTP dates in a list keep their own commas', () => {
  const dates = [new Date(0), new Date(86_400_000)];
  const member = list('timestamp');
  assert.deepEqual(headerReader(member)([headerWriter(member)(dates) ?? '']), dates);
});

test('numbers and booleans are strict', () => {
  assert.equal(headerReader(field(simple('integer')))(['12']), 12);
  for (const [kind, text] of [
    ['integer', '1x'],
    ['boolean', 'yes'],
    ['timestamp', 'soon'],
  ] as const) {
    assert.throws(() => headerReader(field(simple(kind)))([text]), { code: 'SerializationException' });
  }
});

test('what a field cannot carry is encoded, never a second field', () => {
  assert.equal(fieldText('plain é'), 'plain é');
  assert.equal(fieldText('日'), '=?UTF-8?B?5pel?=');
  assert.equal(fieldText('a\r\nSet-Cookie: x'), '=?UTF-8?B?YQ0KU2V0LUNvb2tpZTogeA==?=');
});
