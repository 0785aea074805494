import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseVersion } from './choose-version.ts';

test('requests are shared out by weight', () => {
  const alias = { version: '1', weights: { '2': 0.25 } };
  assert.equal(chooseVersion(alias, 0), '2');
  assert.equal(chooseVersion(alias, 0.249), '2');
  assert.equal(chooseVersion(alias, 0.25), '1');
  assert.equal(chooseVersion(alias, 0.999), '1');
  assert.equal(chooseVersion({ version: '1' }, 0), '1');
  assert.equal(chooseVersion({ version: '1', weights: { '2': 0 } }, 0), '1');
  assert.equal(chooseVersion({ version: '1', weights: { '2': 1 } }, 0.999), '2');
});
