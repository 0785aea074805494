import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlarmState } from './alarm.ts';
import { holds, readRule } from './rule.ts';

const states: Record<string, AlarmState> = {
  hot: 'ALARM',
  calm: 'OK',
  'no news': 'INSUFFICIENT_DATA',
  'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:hot': 'ALARM',
  'a (b) "c"': 'ALARM',
};

function outcome(text: string): boolean | string {
  const read = readRule(text);
  return 'wrong' in read ? read.wrong : holds(read.rule, (alarm) => states[alarm]);
}

const TABLE: readonly (readonly [rule: string, outcome: boolean])[] = [
  ['TRUE', true],
  ['False', false],
  ['ALARM(hot)', true],
  ['ALARM("hot")', true],
  ['OK(hot)', false],
  ['INSUFFICIENT_DATA(no news)', true],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:hot")', true],
  ['ALARM("a (b) \\"c\\"")', true],
  ['ALARM(hot) AND NOT ALARM(calm)', true],
  ['NOT ALARM(hot) OR OK(calm)', true],
  ['NOT (ALARM(hot) OR OK(calm))', false],
  // AND binds before OR
  ['TRUE OR TRUE AND FALSE', true],
  ['(TRUE OR TRUE) AND FALSE', false],
  ['NOT NOT TRUE', true],
  ['alarm(hot) and ok(calm)', true],
  [' (\n ALARM( hot )\tOR FALSE ) ', true],
  ['AT_LEAST(1, ALARM, (hot, calm))', true],
  ['AT_LEAST(2, ALARM, (hot, calm))', false],
  ['AT_LEAST(50%, ALARM, (hot, "calm"))', true],
  ['AT_LEAST("51%", ALARM, (hot, calm))', false],
  ['at_least( 2 , NOT OK , ( hot , "no news" , calm ) ) AND TRUE', true],
  ['AT_LEAST(1, INSUFFICIENT_DATA, (no news))', true],
  ['ALARM(nobody) OR OK(nobody) OR INSUFFICIENT_DATA(nobody)', false],
];

for (const [rule, expected] of TABLE) {
  test(`rule ${rule.trim()}`, () => assert.equal(outcome(rule), expected));
}

test('what is no rule', () => {
  for (const rule of [
    '',
    'ALARM',
    'ALARM()',
    'ALARM(a',
    'ALARM(a) ALARM(b)',
    'ALARM(a) AND',
    '(TRUE',
    'TRUE)',
    'HOT(a)',
    'TRUEISH',
    'ALARM(a, b)',
    'AT_LEAST(ALARM, (a))',
    'AT_LEAST(1, ALARM, a)',
    'AT_LEAST(1, ALARM, ())',
    'AT_LEAST(1, ALARM, (a)',
    'AT_LEAST(1, TRUE, (a))',
    'NOT',
  ]) {
    assert.equal(typeof outcome(rule), 'string', rule);
  }
  assert.equal(typeof outcome('NOT '.repeat(5000) + 'TRUE'), 'string');
  assert.equal(typeof outcome('('.repeat(5000)), 'string');
});

test('a rule tells whom it names, once each, and how long it is', () => {
  const read = readRule('ALARM(a) AND (OK("b") OR NOT ALARM(a) OR TRUE)');
  assert.ok(!('wrong' in read));
  assert.deepEqual(read.alarms, ['a', 'b']);
  assert.equal(read.elements, 5);
});
