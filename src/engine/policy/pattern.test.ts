import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cpuTimeMs } from '../../../test/cpu-time.ts';
import { compileArnPattern } from './arn-pattern.ts';
import { requestKeys } from './keys.ts';
import { compilePattern, compileWildcards } from './pattern.ts';

/** Wildcards by the book: each place of the pattern against each place of the value. */
function reference(pattern: string, value: string): boolean {
  if (pattern === '') return value === '';
  if (pattern[0] === '*')
    return reference(pattern.slice(1), value) || (value !== '' && reference(pattern, value.slice(1)));
  if (value === '') return false;
  return (pattern[0] === '?' || pattern[0] === value[0]) && reference(pattern.slice(1), value.slice(1));
}

const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { maxLength }).map((list) => list.join(''));

test('wildcards match as the reference does', () => {
  fc.assert(
    fc.property(letters('ab*?', 8), letters('ab', 10), (pattern, value) => {
      assert.equal(compileWildcards(pattern)(value), reference(pattern, value), `${pattern} ${value}`);
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of many stars costs no exponential time', () => {
  const matches = compileWildcards(`${'a*'.repeat(30)}b`);
  const spentMs = cpuTimeMs(() => assert.equal(matches('a'.repeat(20_000)), false));
  assert.ok(spentMs < 1000, `${spentMs} ms`);
});

test('case counts unless it is told not to', () => {
  assert.equal(compileWildcards('S3:Get*', true)('s3:getobject'), true);
  assert.equal(compileWildcards('S3:Get*')('s3:GetObject'), false);
});

test('variables: values, defaults, special characters, values that are absent or many', () => {
  const keys = requestKeys({ 'aws:username': 'a*b', 'aws:many': ['x', 'y'] });
  const matches = (text: string, value: string) =>
    compilePattern(text, { wildcards: true, variables: true })(value, keys);
  assert.equal(matches('home/${aws:username}/*', 'home/a*b/1'), true);
  assert.equal(matches('home/${aws:username}/*', 'home/aXb/1'), false); // a value is no pattern
  assert.equal(matches('${AWS:UserName}', 'a*b'), true);
  assert.equal(matches("${aws:none, 'me'}/x", 'me/x'), true);
  assert.equal(matches('${aws:none}', ''), undefined);
  assert.equal(matches('${aws:many}', 'x'), undefined);
  assert.equal(matches('a${*}b${?}${$}', 'a*b?$'), true);
  assert.equal(matches('a${*}b', 'aXb'), false);
  const old = compilePattern('${aws:username}', { wildcards: true, variables: false });
  assert.equal(old('${aws:username}', keys), true);
});

test('ARNs are matched part by part', () => {
  const matches = (pattern: string, arn: string) =>
    compileArnPattern(pattern, { wildcards: true, variables: true })(
      arn,
      requestKeys({ 'aws:username': 'bob' }),
    );
  assert.equal(matches('arn:aws:s3:::b*', 'arn:aws:s3:::bucket/key:with:colons'), true);
  assert.equal(matches('arn:aws:lambda:*:function:f', 'arn:aws:lambda:us-east-1:1:function:f'), false);
  assert.equal(matches('arn:aws:lambda', 'arn:aws:lambda:us-east-1:1:function:f'), true);
  assert.equal(matches('arn:aws:*', 'arn:aws:lambda:us-east-1:1:function:f'), true);
  assert.equal(matches('arn:aws:s3:::*', '*'), false);
  assert.equal(matches('*', '*'), true);
  assert.equal(matches('arn:aws:s3:::b/${aws:username}/*', 'arn:aws:s3:::b/bob/x'), true);
});
