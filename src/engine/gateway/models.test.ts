import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuTimeMs } from '../../../test/cpu-time.ts';
import { Models, schemaFault } from './models.ts';

test('draft-04 means what it means there', () => {
  const models = new Models('api', {
    Range: '{"type":"number","minimum":0,"exclusiveMinimum":true}',
    Pair: '{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/api/models/Range"},"maxItems":2}',
  });
  assert.equal(models.check('Range')(1), undefined);
  assert.match(models.check('Range')(0) ?? '', /must be > 0/);
  assert.equal(models.check('Pair')([1, 2]), undefined);
  assert.match(
    models.check('Pair')([1, 'x']) ?? '',
    /instance type does not match any allowed primitive type \(allowed: \["number"\]\)/,
  );
  assert.match(models.check('None')({}) ?? '', /Unknown model/);
});

test('a broken model fails its own check and no other', () => {
  const models = new Models('api', {
    Broken: '{"type":"nothing"}',
    Fine: '{"type":"object","required":["a"]}',
  });
  assert.notEqual(models.check('Broken')({}), undefined);
  assert.equal(models.check('Fine')({}), '[object has missing required properties (["a"])]');
  assert.notEqual(schemaFault('{"type":"nothing"}'), undefined);
  assert.notEqual(schemaFault('[]'), undefined);
  assert.equal(schemaFault('{"type":"object"}'), undefined);
});

test('a hostile pattern takes no time', () => {
  const models = new Models('api', { Hostile: '{"type":"string","pattern":"^(a+)+$"}' });
  const spentMs = cpuTimeMs(() => {
    assert.notEqual(models.check('Hostile')(`${'a'.repeat(40)}!`), undefined);
  });
  assert.ok(spentMs < 500, `${spentMs} ms`);
});
