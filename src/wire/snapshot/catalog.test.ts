import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member, Shape } from '../shape.ts';
import { openCatalog } from './catalog.ts';

const catalog = openCatalog();

function member(shape: Shape, name: string): Member {
  assert.ok(shape.kind === 'structure' || shape.kind === 'union');
  const found = shape.members.find((each) => each.name === name);
  assert.ok(found, `${shape.name}.${name}`);
  return found;
}

test('every operation of every service can be built, to its last shape', () => {
  for (const { name, operations } of catalog.services) {
    const model = catalog.model(name);
    assert.ok(model);
    const seen = new Set<Shape>();
    const visit = (shape: Shape) => {
      if (seen.has(shape)) return;
      seen.add(shape);
      if (shape.kind === 'structure' || shape.kind === 'union')
        for (const each of shape.members) visit(each.target);
      if (shape.kind === 'list') visit(shape.member.target);
      if (shape.kind === 'map') visit(shape.value.target);
    };
    for (const operation of operations) {
      const built = model.operation(operation);
      assert.ok(built, `${name}.${operation}`);
      visit(built.input);
      visit(built.output);
    }
  }
});

test('constraints lie over the members they are meant for', () => {
  const input = catalog.model('sagemaker')?.operation('CreateEndpoint')?.input;
  assert.ok(input);
  const endpointName = member(input, 'EndpointName');
  assert.equal(endpointName.required, true);
  assert.equal(endpointName.constraints?.maxLength, 63);
  assert.match(endpointName.constraints?.pattern ?? '', /a-zA-Z0-9/);
  const tags = member(input, 'Tags');
  assert.equal(tags.constraints?.maxLength, 50);
  assert.ok(tags.target.kind === 'list');
  assert.equal(member(tags.target.member.target, 'Key').constraints?.maxLength, 128);
});

test('numbers have their kinds, enums their values', () => {
  const lambda = catalog.model('lambda')?.operation('CreateFunction')?.input;
  assert.ok(lambda);
  const memory = member(lambda, 'MemorySize');
  assert.equal(memory.target.kind, 'integer');
  assert.equal(memory.constraints?.minimum, 128);
  assert.ok(member(lambda, 'Runtime').constraints?.values?.includes('nodejs22.x'));
  const cloudwatch = catalog.model('cloudwatch')?.operation('PutMetricData')?.input;
  assert.ok(cloudwatch);
  const data = member(cloudwatch, 'MetricData').target;
  assert.ok(data.kind === 'list');
  assert.equal(member(data.member.target, 'Value').target.kind, 'double');
});

test('streams, event streams and HTTP bindings are found', () => {
  const s3 = catalog.model('s3');
  const put = s3?.operation('PutObject');
  assert.equal(put?.inputStream?.name, 'Body');
  assert.deepEqual(put?.http, { method: 'PUT', uri: '/{Bucket}/{Key+}', status: 200 });
  assert.equal(s3?.operation('GetObject')?.outputStream?.name, 'Body');
  const stream = catalog.model('sagemaker-runtime')?.operation('InvokeEndpointWithResponseStream');
  assert.equal(stream?.outputStream?.eventStream, true);
  assert.ok(put);
  assert.deepEqual(member(put.input, 'Metadata').http, { in: 'prefixHeaders', prefix: 'x-amz-meta-' });
});

test('errors are found by shape name and by Query code', () => {
  const iam = catalog.model('iam');
  assert.equal(iam?.error('NoSuchEntity')?.name, 'NoSuchEntityException');
  assert.equal(iam?.error('NoSuchEntityException')?.error?.queryCode, 'NoSuchEntity');
  assert.equal(iam?.error('Object'), undefined);
  assert.equal(iam?.operation('constructor'), undefined);
  assert.deepEqual([...catalog.unsigned('sts')], ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);
});
