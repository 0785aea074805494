import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicyKind } from './document.ts';
import { parsePolicy } from './parse.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const refused = (document: unknown, kind: PolicyKind = 'identity') => {
  const parsed = parsePolicy(typeof document === 'string' ? document : JSON.stringify(document), kind);
  return 'malformed' in parsed ? parsed.malformed : undefined;
};

test('what is right is read, one statement or many, scalars or lists', () => {
  assert.equal(refused(policy(statement)), undefined);
  assert.equal(refused({ Version: '2012-10-17', Statement: statement }), undefined);
  assert.equal(
    refused(policy({ ...statement, Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::b/*'] })),
    undefined,
  );
  assert.equal(refused(policy(trust), 'trust'), undefined);
  assert.equal(refused(policy({ ...statement, Principal: '*' }), 'resource'), undefined);
  const parsed = parsePolicy(
    JSON.stringify(
      policy({
        ...statement,
        Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { k: [3] } },
      }),
    ),
    'identity',
  );
  assert.deepEqual('statements' in parsed && parsed.statements[0]!.conditions, {
    Bool: { 'aws:SecureTransport': ['true'] },
    NumericLessThan: { k: ['3'] },
  });
});

test('what is wrong is refused in words of its own', () => {
  const syntax = 'Syntax errors in policy.';
  const table: [document: unknown, words: string, kind?: PolicyKind][] = [
    ['{', 'This policy contains invalid Json'],
    ['[]', syntax],
    [{ Statement: [] }, syntax],
    [{ ...policy(statement), Extra: 1 }, syntax],
    [{ ...policy(statement), Version: '2013-01-01' }, syntax],
    [{ Statement: [statement] }, 'Policy document must be version 2012-10-17 or greater.'],
    [policy({ ...statement, Effect: 'allow' }), syntax],
    [policy({ ...statement, NotAction: 's3:*' }), syntax],
    [policy({ ...statement, Condition: { Sometimes: { a: 'b' } } }), syntax],
    [
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","__proto__":{}}]}',
      syntax,
    ],
    [policy({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    [policy({ ...statement, Action: [] }), 'Policy statement must contain actions.'],
    [policy({ Effect: 'Allow', Action: 's3:*' }), 'Policy statement must contain resources.'],
    [
      policy({ ...statement, Action: 'GetObject' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [policy({ ...statement, Action: 's3:a:b' }), 'Actions/Condition can contain only one colon.'],
    [policy({ ...statement, Action: 's 3:a' }), 'Vendor s 3 is not valid'],
    [policy({ ...statement, Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
    [
      policy({ ...statement, Resource: 'arn:azure:s3:::b' }),
      'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
    ],
    [policy({ ...statement, Principal: '*' }), 'Policy document should not specify a principal.'],
    [
      policy({ ...statement, Sid: 'a' }, { ...statement, Sid: 'a' }),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    [policy(statement), 'Missing required field Principal', 'trust'],
    [policy({ ...trust, Resource: '*' }), 'Has prohibited field Resource', 'trust'],
    [
      policy({ ...trust, Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
      'trust',
    ],
    [policy({ ...trust, Principal: { AWS: 'me' } }), 'Invalid principal in policy: "AWS":"me"', 'trust'],
    [
      policy({ ...trust, Principal: { Service: 'me' } }),
      'Invalid principal in policy: "SERVICE":"me"',
      'trust',
    ],
  ];
  for (const [document, words, kind] of table)
    assert.equal(refused(document, kind), words, JSON.stringify(document));
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => JSON.stringify({ Statement: value })),
      ),
      (text) => {
        assert.notEqual(refused(text), '');
      },
    ),
  );
});
