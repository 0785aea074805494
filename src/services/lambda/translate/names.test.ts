import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionArn, layerArn, readLayerName, readName } from './names.ts';

const call = { account: '000000000000', region: 'eu-west-1' };

test('functions are named in every way AWS takes', () => {
  const own = { ...call, name: 'f', qualifier: undefined };
  for (const text of [
    'f',
    'function:f',
    '000000000000:function:f',
    '000000000000:f',
    'eu-west-1:000000000000:function:f',
    'arn:aws:lambda:eu-west-1:000000000000:function:f',
  ]) {
    assert.deepEqual(readName(text, undefined, call), own, text);
    assert.deepEqual(readName(`${text}:live`, undefined, call), { ...own, qualifier: 'live' }, text);
  }
  assert.deepEqual(readName('f:$LATEST', '$LATEST', call), { ...own, qualifier: '$LATEST' });
  assert.deepEqual(readName('111111111111:function:f', '3', call), {
    ...own,
    account: '111111111111',
    qualifier: '3',
  });
  assert.equal(functionArn({ ...own, qualifier: '3' }), 'arn:aws:lambda:eu-west-1:000000000000:function:f:3');
});

test('contradictions and other Regions are refused', () => {
  assert.throws(() => readName('f:1', '2', call), { code: 'InvalidParameterValueException' });
  assert.throws(() => readName('arn:aws:lambda:us-east-1:000000000000:function:f', undefined, call), {
    code: 'ResourceNotFoundException',
  });
  assert.throws(() => readName('f'.repeat(65), undefined, call), { code: 'InvalidParameterValueException' });
});

test('layers are named by name or ARN', () => {
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:layer:l:2';
  assert.deepEqual(readLayerName(arn, call), { ...call, name: 'l', version: 2 });
  assert.deepEqual(readLayerName('l', call), { ...call, name: 'l', version: undefined });
  assert.equal(layerArn(readLayerName(arn, call)), arn);
});
