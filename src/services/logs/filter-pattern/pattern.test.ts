import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilterPattern } from './pattern.ts';

const matches = (pattern: string, message: string): boolean =>
  parseFilterPattern(pattern).match(message) !== undefined;

/** Each row: a pattern, messages it matches, messages it does not. */
function table(rows: readonly (readonly [string, readonly string[], readonly string[]])[]): void {
  for (const [pattern, yes, no] of rows) {
    for (const message of yes) assert.ok(matches(pattern, message), `${pattern} should match ${message}`);
    for (const message of no) assert.ok(!matches(pattern, message), `${pattern} should not match ${message}`);
  }
}

const E400 = '[ERROR 400] BAD REQUEST';
const E419 = '[ERROR 419] MISSING ARGUMENTS';

test('terms: all of them, none of the excluded, one of the optional', () => {
  table([
    ['', [E400, ''], []],
    ['  ', [E400], []],
    ['ERROR', [E400, E419], ['an error', '[INFO] fine']],
    ['ERROR ARGUMENTS', [E419], [E400]],
    ['"INTERNAL SERVER ERROR"', ['[ERROR 500] INTERNAL SERVER ERROR'], ['INTERNAL ERROR SERVER']],
    ['ERROR -ARGUMENTS', [E400], [E419]],
    [' -"BAD REQUEST"', [E419], [E400]],
    ['?ERROR ?WARN', ['ERROR message', 'WARN message'], ['INFO message']],
    ['?ERROR ?ARGUMENTS REQUEST', ['[INFO] REQUEST FAILED'], [E419]],
    ['"a \\"b\\""', ['say a "b" now'], ['say a b now']],
  ]);
});

test('a regular expression between percent signs', () => {
  table([
    ['%AUTHORIZED%', ['[ERROR 401] UNAUTHORIZED REQUEST'], ['[SUCCESS 200] OK']],
    ['%^starting|^shutting down%', ['shutting down now'], ['not starting']],
    ['%colou?r[0-9]{2}%', ['colour17'], ['colour1']],
    ['%\\x28\\d+\\x29%', ['took (15)'], ['took 15']],
    ['%10\\.10%', ['10.10'], ['10a10']],
  ]);
  const slow = `${'a'.repeat(50_000)}!`;
  assert.ok(!matches('%^a*a*a*a*a*a*b$%', slow), 'a hostile expression takes linear time');
});

const EVENT = JSON.stringify({
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  latency: 49.5,
  'cluster.name': 'c',
});

test('conditions on JSON', () => {
  const yes = [
    '{ $.eventType = "UpdateTrail" }',
    '{$.eventType=UpdateTrail}',
    '{ $.eventType = "*Trail" && $.eventType = Update* }',
    '{ $.sourceIPAddress != 123.123.* }',
    '{ $.arrayKey[0] = "value" }',
    '{ $.arrayKey[*] = %val.{2}% }',
    '{ $.objectList[1].id = 2 }',
    '{ $.objectList[*].id >= 2 }',
    '{ $.SomeObject IS NULL }',
    '{ $.SomeOtherObject NOT EXISTS }',
    '{ $.ThisFlag IS TRUE }',
    '{ $.latency < 5e1 }',
    '{ $.latency > +49 && ($.eventType = x || $.latency != 50) }',
    "{ $.['cluster.name'] = c }",
    '{ $.eventType = "*" }',
    '{ $.eventType = x && $.latency = 1 || $.latency = 49.5 }',
  ];
  const no = [
    '{ $.eventType != "UpdateTrail" }',
    '{ $.arrayKey = "value" }',
    '{ $.missing != "x" }',
    '{ $.SomeObject = "*" }',
    '{ $.eventType IS NULL }',
    '{ $.eventType > 5 }',
    '{ $.ThisFlag = true }',
    '{ $.eventType = x && ($.latency = 1 || $.latency = 49.5) }',
  ];
  table([
    ...yes.map((pattern) => [pattern, [EVENT], ['no json', '"text"']] as const),
    ...no.map((pattern) => [pattern, [], [EVENT]] as const),
  ]);
  assert.ok(matches('{ $.a = "3" }', '{"a":3}'));
  assert.ok(matches('{ $.a = 3 }', '{"a":"3"}'));
});

const APACHE = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

test('conditions on words, and the values taken out', () => {
  const yes = [
    '[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]',
    '[..., request =*.html*, status_code = 4*, bytes]',
    '[ip, user, ...]',
    '[ip, ..., status_code = 404 || status_code = 410, bytes > 1000]',
    '[ip, user, rest]',
    '[..., request="GET /index.html HTTP/1.0", s, b]',
    '[]',
  ];
  const no = [
    '[a, b, c, d, e, f, g, h]',
    '[..., status_code = 200, bytes]',
    '[..., s, bytes < 100]',
    '[a, ..., b > 1534]',
  ];
  table([
    ...yes.map((pattern) => [pattern, [APACHE], []] as const),
    ...no.map((pattern) => [pattern, [], [APACHE]] as const),
  ]);
  table([
    ['[w1=ERROR, w2]', ['ERROR at noon'], ['INFO at noon', 'ERROR']],
    ['[w1!=ERROR && w1!=WARNING, w2]', ['INFO at noon'], ['ERROR at noon', 'WARNING x']],
  ]);
  assert.deepEqual(parseFilterPattern('[..., request=*.html*, status_code=4*,]').match(APACHE), {
    $1: '127.0.0.1',
    $2: 'Prod',
    $3: 'frank',
    $4: '10/Oct/2000:13:25:15 -0700',
    $request: 'GET /index.html HTTP/1.0',
    $status_code: '404',
    $7: '1534',
  });
  assert.deepEqual(parseFilterPattern('[level, rest]').match('INFO one "two three"'), {
    $level: 'INFO',
    $rest: 'one "two three"',
  });
});

test('what is not a pattern is refused', () => {
  const bad = [
    'a:b',
    '!(x)',
    '""',
    '"open',
    '%open',
    '%(a)+%',
    '%a!%',
    '%caf\u00e9%',
    '%[a%',
    '{ $.a = 1',
    '{ $.a = }',
    '{ $.a }',
    '{ a = 1 }',
    '{ $.a == 1 }',
    '{ $.a = 1 && }',
    '{ ($.a = 1 }',
    '{ $.a IS MAYBE }',
    '{ $.a > x }',
    '{ $.*[*] = a }',
    '{ $.a[*] = 1 || $.b[*] = 1 || $.c[*] = 1 || $.d[*] = 1 }',
    '[a, ..., b, ..., c]',
    '[a, a]',
    '[a = ]',
    '[a, b',
    '[a = x || b = y]',
    '[a=%x%, b=%y%, c=%z%]',
  ];
  for (const pattern of bad) {
    assert.throws(() => parseFilterPattern(pattern), { code: 'InvalidParameterException' }, pattern);
  }
  assert.throws(() => parseFilterPattern('a:b'), { message: "Invalid character(s) in term ':'" });
});
