import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advance, type EndpointRow, inProgress } from './endpoint.ts';

const row: EndpointRow = {
  name: 'e',
  status: 'Creating',
  createdMs: 1,
  modifiedMs: 1,
  configName: 'c',
  failureReason: 'x',
};

test('an endpoint goes the ways of its life and no other', () => {
  const served = advance(row, 'InService', 2, { failureReason: undefined });
  assert.deepEqual(served, { name: 'e', status: 'InService', createdMs: 1, modifiedMs: 2, configName: 'c' });
  assert.equal(advance(advance(served, 'Updating', 3), 'RollingBack', 4).status, 'RollingBack');
  assert.throws(() => advance(row, 'Deleting', 2), /cannot go from Creating to Deleting/);
  assert.throws(() => advance({ ...row, status: 'Failed' }, 'InService', 2));
});

test('what is under way is told from what has settled', () => {
  const statuses = ['Creating', 'Updating', 'RollingBack', 'Deleting', 'InService', 'Failed'] as const;
  assert.deepEqual(
    statuses.map((status) => inProgress({ ...row, status })),
    [true, true, true, true, false, false],
  );
});
