import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cpuTimeMs } from '../../../test/cpu-time.ts';
import { type CompiledPolicy, compilePolicy } from './compile.ts';
import { type Applicable, type AppliedPolicy, decide } from './decide.ts';
import type { PolicyKind } from './document.ts';
import { requestKeys } from './keys.ts';
import type { Principal } from './principals.ts';

const account = '111122223333';
const other = '444455556666';
const user: Principal = { kind: 'user', account, arn: `arn:aws:iam::${account}:user/u` };
const role = `arn:aws:iam::${account}:role/r`;
const session: Principal = {
  kind: 'assumed-role',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/r/s`,
  roleArn: role,
};
const root: Principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root` };
const lambda: Principal = { kind: 'service', account, arn: 'lambda.amazonaws.com' };
const anonymous: Principal = { kind: 'anonymous', account: '', arn: '*' };

const question = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', keys: requestKeys({}) };

function compiled(statements: object[], kind: PolicyKind): CompiledPolicy {
  const policy = compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), kind);
  if ('malformed' in policy) throw new Error(policy.malformed);
  return policy;
}
const identity = (...statements: object[]): AppliedPolicy => ({
  id: 'i',
  policy: compiled(statements, 'identity'),
});
const resource = (...statements: object[]): AppliedPolicy => ({
  id: 'r',
  policy: compiled(statements, 'resource'),
});
const allow = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
const unrelated = { Effect: 'Allow', Action: 'ec2:*', Resource: '*' };
const grant = (principal: unknown) => resource({ ...allow, Principal: principal });

function outcome(principal: Principal, applicable: Partial<Applicable>): string {
  const decision = decide(principal, question, { identity: [], resourceAccount: account, ...applicable });
  return decision.outcome === 'allowed' ? 'allowed' : `${decision.outcome} ${decision.layer}`;
}
const implicitly = (layer: string) => `implicitly-denied ${layer}`;
const explicitly = (layer: string) => `explicitly-denied ${layer}`;

test('one account: identity or resource policy is enough; nothing is not', () => {
  assert.equal(outcome(user, {}), implicitly('identity-based policy'));
  assert.equal(outcome(user, { identity: [identity(allow)] }), 'allowed');
  assert.equal(outcome(user, { identity: [identity(unrelated)] }), implicitly('identity-based policy'));
  assert.equal(outcome(user, { resource: grant({ AWS: user.arn }) }), 'allowed');
  assert.equal(outcome(user, { resource: grant('*') }), 'allowed');
  // naming the account leaves it to the account's own policies
  assert.equal(outcome(user, { resource: grant({ AWS: account }) }), implicitly('identity-based policy'));
  assert.equal(outcome(user, { resource: grant({ AWS: root.arn }), identity: [identity(allow)] }), 'allowed');
});

test('an explicit deny wins wherever it stands', () => {
  assert.equal(outcome(user, { identity: [identity(allow, deny)] }), explicitly('identity-based policy'));
  assert.equal(
    outcome(user, { identity: [identity(allow)], boundary: identity(allow, deny) }),
    explicitly('permissions boundary'),
  );
  assert.equal(
    outcome(session, { identity: [identity(allow)], session: [identity(deny)] }),
    explicitly('session policy'),
  );
  const denied = resource({ ...deny, Principal: { AWS: root.arn } });
  assert.equal(
    outcome(root, { identity: 'everything', resource: denied }),
    explicitly('resource-based policy'),
  );
  assert.equal(
    outcome(user, { identity: [identity(allow)], resource: denied }),
    explicitly('resource-based policy'),
  );
});

test('the boundary limits, except what names the user itself', () => {
  const boundary = identity(unrelated);
  assert.equal(outcome(user, { identity: [identity(allow)], boundary }), implicitly('permissions boundary'));
  assert.equal(outcome(user, { identity: [identity(allow)], boundary: identity(allow) }), 'allowed');
  assert.equal(outcome(user, { boundary, resource: grant({ AWS: user.arn }) }), 'allowed');
});

test('a role: what names the role is limited by boundary and session policy, what names the session is not', () => {
  const limited = { boundary: identity(unrelated) };
  assert.equal(outcome(session, { resource: grant({ AWS: role }) }), 'allowed');
  assert.equal(
    outcome(session, { ...limited, resource: grant({ AWS: role }) }),
    implicitly('permissions boundary'),
  );
  assert.equal(
    outcome(session, { session: [identity(unrelated)], resource: grant({ AWS: role }) }),
    implicitly('session policy'),
  );
  assert.equal(outcome(session, { ...limited, resource: grant({ AWS: session.arn }) }), 'allowed');
  assert.equal(
    outcome(session, { identity: [identity(allow)], session: [identity(unrelated), identity(allow)] }),
    'allowed',
  );
  assert.equal(outcome(session, { session: [identity(allow)] }), implicitly('identity-based policy'));
});

test('across accounts both sides must allow', () => {
  const foreign = { resourceAccount: other };
  assert.equal(
    outcome(user, { ...foreign, identity: [identity(allow)] }),
    implicitly('resource-based policy'),
  );
  assert.equal(
    outcome(user, { ...foreign, resource: grant({ AWS: user.arn }) }),
    implicitly('identity-based policy'),
  );
  assert.equal(
    outcome(user, { ...foreign, identity: [identity(allow)], resource: grant({ AWS: account }) }),
    'allowed',
  );
  assert.equal(
    outcome(user, {
      ...foreign,
      identity: [identity(allow)],
      boundary: identity(unrelated),
      resource: grant({ AWS: user.arn }),
    }),
    implicitly('permissions boundary'),
  );
  assert.equal(outcome(root, { ...foreign, identity: 'everything' }), implicitly('resource-based policy'));
  assert.equal(
    outcome(root, { ...foreign, identity: 'everything', resource: grant({ AWS: account }) }),
    'allowed',
  );
});

test('a trust policy must allow, even in its own account', () => {
  const must = { resourceMustAllow: true, identity: [identity(allow)] };
  assert.equal(outcome(user, must), implicitly('resource-based policy'));
  assert.equal(outcome(user, { ...must, resource: grant({ AWS: account }) }), 'allowed');
  assert.equal(
    outcome(user, { ...must, identity: [], resource: grant({ AWS: account }) }),
    implicitly('identity-based policy'),
  );
  assert.equal(outcome(user, { ...must, identity: [], resource: grant({ AWS: user.arn }) }), 'allowed');
});

test('services and the anonymous have what the resource gives them', () => {
  assert.equal(outcome(lambda, { resource: grant({ Service: 'lambda.amazonaws.com' }) }), 'allowed');
  assert.equal(
    outcome(lambda, { resource: grant({ Service: 's3.amazonaws.com' }) }),
    implicitly('resource-based policy'),
  );
  assert.equal(outcome(anonymous, { resource: grant('*') }), 'allowed');
  assert.equal(
    outcome(anonymous, { resource: grant({ AWS: account }) }),
    implicitly('resource-based policy'),
  );
});

test('NotPrincipal denies everyone who is not listed with role and account', () => {
  const denied = (...names: string[]) => resource({ ...deny, NotPrincipal: { AWS: names } });
  const owner = { identity: [identity(allow)] };
  assert.equal(outcome(user, { ...owner, resource: denied(user.arn, root.arn) }), 'allowed');
  assert.equal(
    outcome(user, { ...owner, resource: denied(`${user.arn}2`, root.arn) }),
    explicitly('resource-based policy'),
  );
  assert.equal(outcome(session, { ...owner, resource: denied(session.arn, role, account) }), 'allowed');
  assert.equal(
    outcome(session, { ...owner, resource: denied(session.arn, account) }),
    explicitly('resource-based policy'),
  );
});

const statements = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.subarray(['s3:*', 's3:Get*', 's3:GetObject', 's3:Put*', 'ec2:*', '*'], { minLength: 1 }),
    Resource: fc.subarray(['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::c/*', 'arn:aws:s3:::b/k'], {
      minLength: 1,
    }),
  }),
  { minLength: 1, maxLength: 5 },
);

test('property: nothing added to a policy undoes a deny', () => {
  fc.assert(
    fc.property(statements, statements, (mine, more) => {
      const before = outcome(user, { identity: [identity(...mine, deny)] });
      assert.equal(before, explicitly('identity-based policy'));
      assert.equal(
        outcome(user, { identity: [identity(...mine, deny, ...more)], resource: grant('*') }),
        before,
      );
    }),
  );
});

test('property: an allow more takes nothing away, a deny more gives nothing', () => {
  fc.assert(
    fc.property(statements, (mine) => {
      const allowed = (list: object[]) => outcome(user, { identity: [identity(...list)] }) === 'allowed';
      const now = allowed(mine);
      assert.ok(!now || allowed([...mine, allow]));
      assert.ok(now || !allowed([...mine, { ...deny, Action: 's3:GetObject' }]));
    }),
  );
});

test('property: a boundary or session policy never widens', () => {
  fc.assert(
    fc.property(statements, statements, (mine, limit) => {
      const without = outcome(session, { identity: [identity(...mine)] });
      for (const limited of [{ boundary: identity(...limit) }, { session: [identity(...limit)] }]) {
        if (outcome(session, { identity: [identity(...mine)], ...limited }) === 'allowed')
          assert.equal(without, 'allowed');
      }
    }),
  );
});

test('property: NotAction and NotResource are the complements', () => {
  const list = fc.subarray(['s3:*', 's3:Get*', 's3:PutObject', 'ec2:*'], { minLength: 1 });
  const resources = fc.subarray(['arn:aws:s3:::b/*', 'arn:aws:s3:::c', 'arn:aws:s3:::?/k'], { minLength: 1 });
  fc.assert(
    fc.property(list, resources, (actions, places) => {
      const allows = (statement: object) =>
        outcome(user, { identity: [identity({ Effect: 'Allow', ...statement })] }) === 'allowed';
      assert.notEqual(
        allows({ Action: actions, Resource: '*' }),
        allows({ NotAction: actions, Resource: '*' }),
      );
      assert.notEqual(
        allows({ Action: '*', Resource: places }),
        allows({ Action: '*', NotResource: places }),
      );
    }),
  );
});

test('a decision takes microseconds', () => {
  const applicable = {
    identity: Array.from({ length: 10 }, () => identity(unrelated, allow)),
    resourceAccount: account,
  };
  const spentMs = cpuTimeMs(() => {
    for (let i = 0; i < 2000; i++) decide(user, question, applicable);
  });
  const each = (spentMs / 2000) * 1000;
  assert.ok(each < 200, `${each} us`);
});
