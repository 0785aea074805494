import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from './matches.ts';
import { parseSearch } from './search-query.ts';
import { isIn, searchTokens } from './search-tokens.ts';

const owner = { account: '000000000000', region: 'us-east-1' };
const lambda = (name: string, FunctionName: string) => ({
  ...owner,
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName },
});
const all = [
  lambda('Errors', 'ProjectA-one'),
  lambda('Invocations', 'ProjectA-one'),
  lambda('Invocations', 'other'),
  {
    ...owner,
    namespace: 'AWS/Lambda',
    name: 'Errors',
    dimensions: { FunctionName: 'other', Resource: 'other' },
  },
  { ...owner, namespace: 'Mine', name: 'CustomCount1', dimensions: {} },
  {
    ...owner,
    namespace: 'My Space',
    name: 'Europe\\France Traffic(Network)',
    dimensions: { 'Dim@Name': 'x' },
  },
];

const found = (query: string) => {
  const parsed = parseSearch(query);
  return all.flatMap((metric, index) => (matches(parsed, metric) ? index : []));
};

test("tokens are the documentation's", () => {
  const tokens = (text: string) => {
    const { parts, whole } = searchTokens(text);
    return [whole, ...parts.flat().map((part) => part.toLowerCase())];
  };
  assert.deepEqual(tokens('CustomCount1'), ['customcount1', 'custom', 'count', '1']);
  assert.deepEqual(tokens('SDBFailure'), ['sdbfailure', 'sdb', 'failure']);
  assert.deepEqual(tokens('Project2-trial333'), ['project2trial333', 'project', '2', 'trial', '333']);
});

test("partial matches are the documentation's", () => {
  const is = (term: string, name: string) => isIn(searchTokens(term), searchTokens(name));
  for (const term of ['count', 'Count', 'COUNT', 'CustomCount', 'Count1', 'customcount1']) {
    assert.ok(is(term, 'CustomCount1'), term);
  }
  for (const term of ['couNT', 'customcount', 'count1', 'unt', '']) {
    assert.ok(!is(term, 'CustomCount1'), term);
  }
  for (const term of ['network/errors', 'network+errors', 'network-errors', 'Network_Errors']) {
    assert.ok(is(term, 'Network-Errors-2') && is(term, 'NetworkErrors2'), term);
  }
});

test('a schema names the namespace and all dimensions', () => {
  assert.deepEqual(found('{AWS/Lambda,FunctionName}'), [0, 1, 2]);
  assert.deepEqual(found('{AWS/Lambda, FunctionName, Resource} Errors'), [3]);
  assert.deepEqual(found(' {AWS/Lambda} MetricName="Errors" '), [0, 3]);
  assert.deepEqual(found('{Mine}, "CustomCount1"'), [4]);
  assert.deepEqual(found('{"My Space", "Dim@Name"}'), [5]);
});

test('terms are put together with AND, OR, NOT and parentheses', () => {
  assert.deepEqual(found('Lambda errors'), [0, 3]);
  assert.deepEqual(found('Lambda AND errors NOT other'), [0]);
  assert.deepEqual(
    found(
      '{AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB))',
    ),
    [0, 1],
  );
  assert.deepEqual(found('NOT Namespace=AWS'), [4, 5]);
  assert.deepEqual(found('FunctionName=other'), [2, 3]);
  assert.deepEqual(found('FunctionName="ProjectA"'), []);
  assert.deepEqual(found('"customcount1"'), []);
  assert.deepEqual(found('"Europe\\\\France Traffic\\(Network\\)"'), [5]);
});

test('what cannot be read is refused', () => {
  for (const query of ['', '{AWS/Lambda', 'a OR', '(a', 'a)', 'Namespace=', '{}', 'a'.repeat(1025), 'NOT']) {
    assert.throws(() => parseSearch(query), { name: 'MathsProblem' }, query);
  }
  assert.throws(() => parseSearch('('.repeat(1000)), { name: 'MathsProblem' });
});
