import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCatalog } from '../snapshot/catalog.ts';
import { inAwsWords } from './aws-words.ts';
import { Validator } from './validator.ts';

const catalog = openCatalog();
const validator = new Validator(true);

function complaint(service: string, operation: string, input: Record<string, unknown>): string | undefined {
  const shape = catalog.model(service)?.operation(operation)?.input;
  assert.ok(shape);
  const violations = validator.check(shape, input);
  return violations && inAwsWords(violations);
}

test('a good input is not complained of', () => {
  const input = { EndpointName: 'demand', EndpointConfigName: 'demand-1', Tags: [{ Key: 'a', Value: 'b' }] };
  assert.equal(complaint('sagemaker', 'CreateEndpoint', input), undefined);
  assert.equal(complaint('lambda', 'ListFunctions', {}), undefined);
});

test('length, pattern and absence are told in one sentence each', () => {
  const long = 'x'.repeat(64);
  assert.equal(
    complaint('sagemaker', 'DescribeEndpointConfig', { EndpointConfigName: long }),
    `2 validation errors detected: Value '${long}' at 'endpointConfigName' failed to satisfy constraint: Member must have length less than or equal to 63; Value '${long}' at 'endpointConfigName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
  );
  assert.equal(
    complaint('sagemaker', 'DeleteModel', {}),
    "1 validation error detected: Value null at 'modelName' failed to satisfy constraint: Member must not be null",
  );
});

test('items are counted from one, their parts named', () => {
  const message = complaint('sagemaker', 'CreateEndpoint', {
    EndpointName: 'a',
    EndpointConfigName: 'b',
    Tags: [{ Key: 'k', Value: 'v' }, { Value: 'v' }],
  });
  assert.equal(
    message,
    "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
  );
});

test('items of simple lists and keys of maps are told of the whole', () => {
  const good = { FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r', Code: {} };
  assert.match(
    complaint('lambda', 'CreateFunction', { ...good, Environment: { Variables: { '1': 'x' } } }) ?? '',
    /^1 validation error detected: Value at 'environment\.variables' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must satisfy regular expression pattern: .*\]$/,
  );
  assert.match(
    complaint('lambda', 'CreateFunction', { ...good, Architectures: ['mips'] }) ?? '',
    /^1 validation error detected: Value '\[mips\]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: \[Member must satisfy enum value set: \[x86_64, arm64\]\]$/,
  );
});

test('ranges and enums', () => {
  const good = { FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r', Code: {} };
  assert.match(
    complaint('lambda', 'CreateFunction', { ...good, MemorySize: 64 }) ?? '',
    /^1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128$/,
  );
  assert.match(
    complaint('lambda', 'CreateFunction', { ...good, Runtime: 'nodejs1' }) ?? '',
    /Value 'nodejs1' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs, /,
  );
});

test('secrets are not shown', () => {
  const message = complaint('iam', 'CreateLoginProfile', { UserName: 'u', Password: 'x'.repeat(200) }) ?? '';
  assert.match(message, /Value at 'password' failed/);
  assert.doesNotMatch(message, /xxx/);
});
