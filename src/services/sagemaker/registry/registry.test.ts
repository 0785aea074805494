import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../../store/index.ts';
import { packagesOfOthers, registryPolicy, registryResources } from './access.ts';
import { packageArn, packageKey, readRegistryName, tagOwner } from './names.ts';
import { openRegistries, registriesFrom } from './registry.ts';

const here = { account: '000000000000', region: 'us-east-1' };
const there = { account: '111111111111', region: 'us-east-1' };

test('names, versions and ARNs are read, and written back in lower case', () => {
  assert.deepEqual(readRegistryName('Rides', here), { place: here, name: 'Rides' });
  assert.deepEqual(readRegistryName('Rides/12', here), { place: here, name: 'Rides', version: 12 });
  const arn = packageArn(there, { name: 'Rides', version: 12 });
  assert.equal(arn, 'arn:aws:sagemaker:us-east-1:111111111111:model-package/rides/12');
  assert.deepEqual(readRegistryName(arn, here), { place: there, name: 'rides', version: 12 });
  assert.equal(tagOwner(arn), 'arn:aws:sagemaker:us-east-1:111111111111:model-package-group/rides');
  assert.equal(tagOwner(packageArn(here, { name: 'alone' })), packageArn(here, { name: 'alone' }));
});

test('keys of versions sort as the versions do', () => {
  const keys = [10, 9, 100, 1].map((version) => packageKey({ name: 'A', version }));
  assert.deepEqual(
    keys.toSorted().map((key) => Number(key.split('/')[1])),
    [1, 9, 10, 100],
  );
});

test("another account's group is reached by its ARN, with its owner's policy", () => {
  using store = new Store(':memory:');
  const registries = openRegistries(store);
  const group = { name: 'g', createdMs: 1, createdBy: {}, lastVersion: 0, policy: '{"Statement":[]}' };
  registries(there).groups.put('g', group);
  const arn = packageArn(there, { name: 'g', version: 1 });
  assert.deepEqual(registryPolicy(arn, registries), {
    resourceAccount: there.account,
    resourcePolicy: group.policy,
  });
  assert.deepEqual(registryPolicy('arn:aws:sagemaker:us-east-1:111111111111:model/g', registries), {});
  assert.deepEqual(registryResources('DescribeModelPackage', { ModelPackageName: arn }, here), [arn]);
  assert.deepEqual(
    packagesOfOthers({ Containers: [{ ModelPackageName: 'g/1' }, { ModelPackageName: arn }] }, here),
    [arn],
  );
  const elsewhere = registriesFrom(registries, 'eu-west-1');
  assert.equal(elsewhere(there).groups.get('g'), undefined, 'another Region is out of reach');
});
