import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileConditions } from './conditions.ts';
import { requestKeys } from './keys.ts';

const holds = (
  operator: string,
  wanted: string | string[],
  given?: string | string[],
  more: Record<string, string> = {},
) =>
  compileConditions(
    { [operator]: { 'aws:Key': [wanted].flat() } },
    true,
  )(requestKeys({ 'AWS:key': given, ...more }));

test('each operator, on values it takes and values it does not', () => {
  const table: [operator: string, wanted: string | string[], given: string | string[], expected: boolean][] =
    [
      ['StringEquals', 'a', 'a', true],
      ['StringEquals', 'a*', 'ab', false],
      ['StringEquals', ['x', 'a'], 'a', true],
      ['StringNotEquals', ['x', 'a'], 'a', false],
      ['StringNotEquals', ['x', 'y'], 'a', true],
      ['StringEqualsIgnoreCase', 'AbC', 'aBc', true],
      ['StringNotEqualsIgnoreCase', 'AbC', 'aBc', false],
      ['StringLike', 'a*?', 'abc', true],
      ['StringNotLike', 'a*', 'abc', false],
      ['NumericEquals', '1', '1.0', true],
      ['NumericNotEquals', '1', '2', true],
      ['NumericLessThan', '10', '9', true],
      ['NumericLessThan', '10', 'x', false],
      ['NumericLessThanEquals', '10', '10', true],
      ['NumericGreaterThan', '10', '9', false],
      ['NumericGreaterThanEquals', '10', '11', true],
      ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
      ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
      ['DateLessThan', '2026-01-01', '2025-12-31T23:59:59Z', true],
      ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
      ['DateGreaterThan', '2026-01-01T00:00:00Z', 'yesterday', false],
      ['DateGreaterThanEquals', '1767225600', '2026-01-01T00:00:00Z', true],
      ['Bool', 'TRUE', 'true', true],
      ['Bool', 'false', 'true', false],
      ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
      ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
      ['IpAddress', '203.0.113.0/24', '203.0.113.77', true],
      ['IpAddress', ['10.0.0.0/8', '203.0.113.1'], '203.0.113.1', true],
      ['IpAddress', '203.0.113.0/24', '203.0.114.1', false],
      ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
      ['IpAddress', '2001:db8::/32', '203.0.113.1', false],
      ['NotIpAddress', '203.0.113.0/24', '203.0.114.1', true],
      ['ArnEquals', 'arn:aws:sns:*:1:t*', 'arn:aws:sns:eu-west-1:1:topic', true],
      ['ArnLike', 'arn:aws:sns:*:t', 'arn:aws:sns:eu-west-1:1:t', false],
      ['ArnNotLike', 'arn:aws:sns:*:1:t*', 'arn:aws:sns:eu-west-1:2:topic', true],
      ['ArnNotEquals', 'arn:aws:sns:*:1:t*', 'arn:aws:sns:eu-west-1:1:topic', false],
      ['Null', 'false', 'x', true],
      ['Null', 'true', 'x', false],
      ['stringequals', 'a', 'a', true],
    ];
  for (const [operator, wanted, given, expected] of table) {
    assert.equal(holds(operator, wanted, given), expected, `${operator} ${String(wanted)} ${String(given)}`);
  }
});

test('a key that is absent: positive operators fail, negated hold, IfExists and ForAllValues hold, ForAnyValue fails', () => {
  assert.equal(holds('StringEquals', 'a'), false);
  assert.equal(holds('StringNotEquals', 'a'), true);
  assert.equal(holds('NotIpAddress', '10.0.0.0/8'), true);
  assert.equal(holds('StringEqualsIfExists', 'a'), true);
  assert.equal(holds('BoolIfExists', 'true'), true);
  assert.equal(holds('ForAllValues:StringEquals', 'a'), true);
  assert.equal(holds('ForAnyValue:StringEquals', 'a'), false);
  assert.equal(holds('ForAnyValue:StringNotEquals', 'a'), false);
  assert.equal(holds('ForAnyValue:StringEqualsIfExists', 'a'), true);
  assert.equal(holds('Null', 'true'), true);
  assert.equal(holds('Null', 'true', []), true);
  assert.equal(holds('Null', 'false'), false);
});

test('IfExists still asks when the key is there', () => {
  assert.equal(holds('StringEqualsIfExists', 'a', 'b'), false);
  assert.equal(holds('NumericLessThanIfExists', '5', '4'), true);
});

test('sets of values: every one, any one, none', () => {
  assert.equal(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a']), true);
  assert.equal(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c']), false);
  assert.equal(holds('ForAnyValue:StringLike', ['x*'], ['a', 'xy']), true);
  assert.equal(holds('ForAnyValue:StringLike', ['x*'], ['a', 'b']), false);
  assert.equal(holds('ForAllValues:StringNotEquals', ['a'], ['b', 'c']), true);
  assert.equal(holds('ForAllValues:StringNotEquals', ['a'], ['a', 'c']), false);
  assert.equal(holds('ForAnyValue:StringNotEquals', ['a'], ['a', 'c']), true);
});

test('variables in values; one without a value meets nothing', () => {
  assert.equal(holds('StringLike', '${aws:username}/*', 'bob/x', { 'aws:username': 'bob' }), true);
  assert.equal(holds('StringEquals', '${aws:username}', 'bob'), false);
  assert.equal(holds('StringEquals', "${aws:username, 'bob'}", 'bob'), true);
});

test('every operator and every key must hold', () => {
  const condition = compileConditions({ StringEquals: { a: ['1'], b: ['2'] }, Bool: { c: ['true'] } }, true);
  assert.equal(condition(requestKeys({ a: '1', b: '2', c: 'true' })), true);
  assert.equal(condition(requestKeys({ a: '1', b: '3', c: 'true' })), false);
  assert.equal(condition(requestKeys({ a: '1', b: '2', c: 'false' })), false);
});
