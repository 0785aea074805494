import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fault } from '../fault.ts';
import type { Member, Shape, SimpleKind, StructureShape } from '../shape.ts';
import { JsonCodec } from './codec.ts';

const codec = new JsonCodec('application/json', true);
const simple = (kind: SimpleKind): Shape => ({ kind, name: kind });
const member = (name: string, target: Shape, more: Partial<Member> = {}): Member => ({
  name,
  target,
  required: false,
  ...more,
});
const structure = (...members: Member[]): StructureShape => ({ kind: 'structure', name: 'S', members });
const read = (shape: Shape, text: string) => codec.read(shape, Buffer.from(text));
const refusal = (shape: Shape, text: string): string => {
  try {
    read(shape, text);
  } catch (error) {
    assert.equal((error as Fault).code, 'SerializationException');
    return (error as Fault).message;
  }
  return assert.fail(`${text} was taken`);
};

test('every kind refuses the others, in the words of AWS', () => {
  const cases: [SimpleKind, string, string][] = [
    ['string', '5', 'NUMBER_VALUE can not be converted to a String'],
    ['string', 'true', 'TRUE_VALUE can not be converted to a String'],
    ['string', '[]', 'Start of list found where not expected'],
    ['string', '{}', 'Start of structure or map found where not expected.'],
    ['integer', '"5"', 'STRING_VALUE can not be converted to an Integer'],
    ['integer', '1.5', 'NUMBER_VALUE can not be converted to an Integer'],
    ['byte', '128', '128 is out of the range of a Byte'],
    ['boolean', '"true"', 'STRING_VALUE can not be converted to a Boolean'],
    ['double', '"x"', 'STRING_VALUE can not be converted to a Double'],
    ['timestamp', '"2026-01-01T00:00:00Z"', 'STRING_VALUE can not be converted to a Timestamp'],
    ['blob', '"a-b="', 'The value is not Base64'],
  ];
  for (const [kind, value, message] of cases) {
    assert.equal(
      refusal(structure(member('x', simple(kind))), `{"x":${value}}`),
      message,
      `${kind} ${value}`,
    );
  }
});

test('null members are absent, unknown ones ignored, names the model does not have harmless', () => {
  const shape = structure(member('x', simple('string')));
  assert.deepEqual(
    read(shape, '{"x":null,"y":1,"__type":"a","constructor":{},"__proto__":{"x":"evil"}}'),
    {},
  );
});

test('a key of a map stays an own key, whatever its name, both ways', () => {
  const map: Shape = {
    kind: 'map',
    name: 'M',
    key: member('key', simple('string')),
    value: member('value', simple('string')),
  };
  const text = '{"__proto__":"a","constructor":"b","toString":"c"}';
  const value = read(map, text) as Record<string, unknown>;
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor', 'toString']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(codec.write(map, value), text);
});

test('unions have exactly one known member', () => {
  const union: Shape = {
    kind: 'union',
    name: 'U',
    members: [member('a', simple('string')), member('b', simple('string'))],
  };
  assert.deepEqual(read(union, '{"a":"x","b":null,"__type":"U"}'), { a: 'x' });
  for (const text of ['{}', '{"a":"x","b":"y"}', '{"c":"x"}'])
    assert.match(refusal(union, text), /exactly one/);
});

test('nulls belong to sparse lists only', () => {
  const list = (sparse: boolean): Shape => ({
    kind: 'list',
    name: 'L',
    member: member('member', simple('string')),
    sparse,
  });
  assert.deepEqual(read(list(true), '["a",null]'), ['a', null]);
  assert.match(refusal(list(false), '["a",null]'), /Null/);
  assert.equal(codec.write(list(true), ['a', null]), '["a",null]');
});

test('timestamps go by the format of their member', () => {
  const shape = structure(
    member('e', simple('timestamp')),
    member('d', simple('timestamp'), { timestampFormat: 'date-time' }),
    member('h', simple('timestamp'), { timestampFormat: 'http-date' }),
  );
  const at = new Date(1_700_000_000_500);
  const text = codec.write(shape, { e: at, d: at, h: at });
  assert.equal(text, '{"e":1700000000.5,"d":"2023-11-14T22:13:20.500Z","h":"Tue, 14 Nov 2023 22:13:20 GMT"}');
  assert.deepEqual((read(shape, text) as { d: Date }).d, at);
});

test('big numbers keep every digit', () => {
  const shape = structure(member('i', simple('bigInteger')), member('d', simple('bigDecimal')));
  const text = '{"i":123456789012345678901234567890,"d":0.12345678901234567890123}';
  const value = read(shape, text);
  assert.deepEqual(value, { i: 123456789012345678901234567890n, d: '0.12345678901234567890123' });
  assert.equal(codec.write(shape, value), text);
});

test('shapes that contain themselves are read and written', () => {
  const tree = { kind: 'structure', name: 'Tree', members: [] as Member[] } as const;
  tree.members.push(member('name', simple('string')), member('left', tree as unknown as Shape));
  const text = '{"name":"a","left":{"name":"b","left":{}}}';
  assert.equal(codec.write(tree as unknown as Shape, read(tree as unknown as Shape, text)), text);
});

test('whatever a double is, it comes back', () => {
  const shape = structure(member('x', simple('double')));
  fc.assert(
    fc.property(fc.double(), (x) => {
      const back = (codec.read(shape, Buffer.from(codec.write(shape, { x }))) as { x: number }).x;
      assert.ok(Object.is(back, x) || back === x);
    }),
  );
});
