import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBucketPolicy } from './bucket-policy.ts';
import { isPublic } from './public-policy.ts';

const policy = (...statements: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::bucket/*',
      ...statement,
    })),
  });

test('a policy is public when it lets everyone in, unless something narrows everyone down', () => {
  const table: [statement: object, expected: boolean][] = [
    [{}, true],
    [{ Principal: { AWS: '*' } }, true],
    [{ Principal: { AWS: '111122223333' } }, false],
    [{ Principal: { Service: 'logging.s3.amazonaws.com' } }, false],
    [{ Effect: 'Deny' }, false],
    [{ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, false],
    [{ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }, true],
    [{ Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }, true],
    [{ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, true],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, false],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }, true],
    [{ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, false],
  ];
  for (const [statement, expected] of table) {
    assert.equal(
      isPublic(readBucketPolicy(policy(statement), 'bucket')),
      expected,
      JSON.stringify(statement),
    );
  }
  assert.equal(
    isPublic(readBucketPolicy(policy({ Principal: { AWS: '111122223333' } }, {}), 'bucket')),
    true,
  );
});

test('a policy that is none, or not of this bucket, is refused in words of its own', () => {
  const table: [text: string, message: string][] = [
    ['[]', "Policies must be valid JSON and the first byte must be '{'"],
    ['{', 'This policy contains invalid Json'],
    [policy({ Principal: undefined }), 'Missing required field Principal'],
    [policy({ Action: 'sqs:SendMessage' }), 'Policy has invalid action'],
    [policy({ Resource: 'arn:aws:s3:::other/*' }), 'Policy has invalid resource'],
    [policy({ Resource: undefined }), 'Missing required field Resource'],
    [policy({ Sid: 'x'.repeat(21_000) }), 'Policies must not be larger than 20 kilobytes in size'],
  ];
  for (const [text, message] of table) {
    assert.throws(() => readBucketPolicy(text, 'bucket'), { code: 'MalformedPolicy', message });
  }
  for (const Resource of ['arn:aws:s3:::bucket', 'arn:aws:s3:::buck*/*', '*', 'arn:aws:s3:::*']) {
    assert.ok(readBucketPolicy(policy({ Resource }), 'bucket'));
  }
});
