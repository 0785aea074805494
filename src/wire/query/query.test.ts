import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member, Shape, StructureShape } from '../shape.ts';
import { readForm } from './form.ts';
import { parseIso8601 } from './iso-8601.ts';
import { AWS_STYLE, EC2_STYLE, QueryReaders } from './read-shape.ts';

const TEXT: Shape = { kind: 'string', name: 'String' };
const NUMBER: Shape = { kind: 'integer', name: 'Integer' };
function member(name: string, target: Shape, more: Partial<Member> = {}): Member {
  return { name, target, required: false, ...more };
}
const list: Shape = { kind: 'list', name: 'List', member: member('member', TEXT) };
const map: Shape = { kind: 'map', name: 'Map', key: member('key', TEXT), value: member('value', NUMBER) };
const input: StructureShape = {
  kind: 'structure',
  name: 'Input',
  members: [
    member('Name', TEXT),
    member('Count', NUMBER),
    member('Flag', { kind: 'boolean', name: 'Boolean' }),
    member('When', { kind: 'timestamp', name: 'Timestamp' }),
    member('List', list),
    member('Flat', list, { xmlFlattened: true }),
    member('Map', map),
    member('FlatMap', map, { xmlFlattened: true }),
    member('inner', {
      kind: 'structure',
      name: 'Inner',
      members: [member('text', TEXT, { xmlName: 'Text' })],
    }),
  ],
};
const aws = new QueryReaders(AWS_STYLE);
const ec2 = new QueryReaders(EC2_STYLE);
const read = (form: string, readers = aws) => readers.read(input, readForm(form));

test('structures, lists and maps by the dots of their names', () => {
  const form =
    'Action=X&Name=a+b%26&Count=-3&Flag=True&List.member.2=b&List.member.1=a&List.member.10=c' +
    '&Flat.1=x&Map.entry.1.key=k&Map.entry.1.value=1&FlatMap.1.key=__proto__&FlatMap.1.value=2&inner.Text=t&Other=1';
  assert.deepEqual(read(form), {
    Name: 'a b&',
    Count: -3,
    Flag: true,
    List: ['a', 'b', 'c'],
    Flat: ['x'],
    Map: { k: 1 },
    FlatMap: JSON.parse('{"__proto__": 2}'),
    inner: { text: 't' },
  });
});

test('an empty list is a name without items', () => {
  assert.deepEqual(read('List=&Flat='), { List: [], Flat: [] });
  assert.deepEqual(read('List'), { List: [] });
});

test("EC2's names are capitalised, its lists flat", () => {
  assert.deepEqual(read('Name=a&List.1=b&List.2=c&Inner.Text=t', ec2), {
    Name: 'a',
    List: ['b', 'c'],
    inner: { text: 't' },
  });
});

test('values of another kind are refused', () => {
  const bad = [
    'Count=x',
    'Count=1.5',
    'Count=2147483648',
    'Flag=1',
    'When=yesterday',
    'Name.a=1',
    'List=a',
    'inner=x',
    'Map.entry.1.key=k',
    `${'a.'.repeat(200)}b=1`,
  ];
  for (const form of bad) assert.throws(() => read(form), { code: 'MalformedInput', status: 400 }, form);
  assert.throws(() => read('Name=%FF'), { code: 'MalformedQueryString' });
});

test('times in the forms of ISO 8601', () => {
  const at = (text: string) => parseIso8601(text)?.toISOString();
  assert.equal(at('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05.000Z');
  assert.equal(at('2026-01-02T03:04:05.678+02:00'), '2026-01-02T01:04:05.678Z');
  assert.equal(at('2026-01-02T03:04:05-0130'), '2026-01-02T04:34:05.000Z');
  assert.equal(at('2026-01-02T03:04'), '2026-01-02T03:04:00.000Z');
  assert.equal(at('2026-01-02'), '2026-01-02T00:00:00.000Z');
  assert.equal(at('2026-02-30'), undefined);
  assert.equal(at('02/01/2026'), undefined);
});
