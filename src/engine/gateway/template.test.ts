import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileAnswerValue, compileRequestValue, parseTarget } from './mapping.ts';
import { commonLogTime } from './context-variables.ts';
import { mockStatus } from './integrations/mock.ts';
import { compileTemplate, substitute } from './template.ts';

test('texts without $ and # render as they are; the rest of the language is not built', () => {
  assert.equal(compileTemplate('{"a": 1}')?.(Buffer.from('body')).toString(), '{"a": 1}');
  assert.equal(compileTemplate(' $input.body ')?.(Buffer.from('body')).toString(), 'body');
  for (const text of ["$input.json('$')", '#set($a = 1)', '${context.stage}', '## comment']) {
    assert.equal(compileTemplate(text), undefined, text);
  }
});

test('variables are substituted with and without braces, and nothing else', () => {
  const value = (name: string) => ({ 'context.a.b': 'x', 'stageVariables.c': '$context.a.b' })[name];
  assert.equal(substitute('$context.a.b-${stageVariables.c}', value, '-'), 'x-$context.a.b');
  assert.equal(substitute('$context.none $other $ $5 ${x', value, '-'), '- $other $ $5 ${x');
});

test('mapping expressions are told from what is none', () => {
  for (const good of [
    "'static'",
    'context.requestId',
    'stageVariables.x',
    'method.request.header.X-A',
    'method.request.multivaluequerystring.q',
    'method.request.body',
    'method.request.body.a.b[0].c',
  ]) {
    assert.ok(compileRequestValue(good), good);
  }
  for (const bad of [
    'true',
    'x',
    'method.request.cookie.a',
    'method.request.body.',
    "method.request.body.a['b']",
    "'",
  ]) {
    assert.equal(compileRequestValue(bad), undefined, bad);
  }
  assert.ok(compileAnswerValue('integration.response.body.a'));
  assert.equal(compileAnswerValue('method.request.header.a'), undefined);
  assert.deepEqual(parseTarget('integration.request.header.X', 'integration.request.'), {
    location: 'header',
    name: 'X',
  });
  assert.equal(parseTarget('integration.request.body.X', 'integration.request.'), undefined);
});

test('a mock takes its status from JSON and from the looser form', () => {
  for (const text of [
    '{"statusCode": 200}',
    '{statusCode:200}',
    ' { \'statusCode\' : 200 , "a": 1 }',
    '{"a":1,"statusCode":200}',
  ]) {
    assert.equal(mockStatus(text), 200, text);
  }
  for (const text of ['', '{}', '200', '{"statusCode":"x"}', '{"status":200}', '{"statusCode":2000}']) {
    assert.equal(mockStatus(text), undefined, text);
  }
});

test('the time of a request is written as common logs have it', () => {
  assert.equal(commonLogTime(Date.UTC(2026, 3, 9, 1, 2, 3)), '09/Apr/2026:01:02:03 +0000');
});
