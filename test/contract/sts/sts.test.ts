import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as iamSdk from '@aws-sdk/client-iam';
import * as sdk from '@aws-sdk/client-sts';
import type { Clock } from '../../../src/kit/index.ts';
import { systemClock } from '../../../src/kit/index.ts';
import { Store } from '../../../src/store/index.ts';
import { type Credential, type IdentityServer, openIdentityServer } from '../iam/identity-server.ts';

const account = '111122223333';
const statement = (more: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const trust = (principal: object, more: object = {}) =>
  statement({
    Principal: principal,
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    ...more,
  });

const fails = (promise: Promise<unknown>, name: string, message?: string) =>
  assert.rejects(promise, (error: Error) => {
    assert.equal(error.name, name, error.message);
    if (message !== undefined) assert.equal(error.message, message);
    return true;
  });

const credentialOf = (issued: sdk.Credentials | undefined): Credential => ({
  accessKeyId: issued?.AccessKeyId ?? '',
  secretAccessKey: issued?.SecretAccessKey ?? '',
  sessionToken: issued?.SessionToken ?? '',
});

/** A user with a key and one inline policy. */
async function makeUser(server: IdentityServer, name: string, policy?: string): Promise<Credential> {
  const iam = server.iamClient();
  await iam.send(new iamSdk.CreateUserCommand({ UserName: name }));
  if (policy)
    await iam.send(
      new iamSdk.PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: policy }),
    );
  const { AccessKey } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: name }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

async function makeRole(
  server: IdentityServer,
  name: string,
  trustPolicy: string,
  policy?: string,
): Promise<string> {
  const iam = server.iamClient();
  const { Role } = await iam.send(
    new iamSdk.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustPolicy }),
  );
  if (policy)
    await iam.send(
      new iamSdk.PutRolePolicyCommand({ RoleName: name, PolicyName: 'p', PolicyDocument: policy }),
    );
  return Role?.Arn ?? '';
}

const mayAssume = statement({ Action: 'sts:AssumeRole', Resource: '*' });
const mayRead = statement({ Action: 'iam:Get*', Resource: '*' });
const getRole = (server: IdentityServer, credential: Credential) =>
  server.iamClient(credential).send(new iamSdk.GetRoleCommand({ RoleName: 'none' }));

test('the root user, a user and a role session are told who they are', async () => {
  await using server = await openIdentityServer();
  const who = (credential?: Credential) =>
    server.stsClient(credential).send(new sdk.GetCallerIdentityCommand({}));
  const { $metadata: _, ...root } = await who();
  assert.deepEqual(root, { UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` });
  const user = await makeUser(server, 'u', mayAssume);
  assert.equal((await who(user)).Arn, `arn:aws:iam::${account}:user/u`);
  const RoleArn = await makeRole(server, 'r', trust({ AWS: account }));
  const assumed = await server
    .stsClient(user)
    .send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se' }));
  assert.equal(assumed.AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/r/se`);
  const session = await who(credentialOf(assumed.Credentials));
  assert.deepEqual(
    [session.Arn, session.UserId],
    [assumed.AssumedRoleUser?.Arn, assumed.AssumedRoleUser?.AssumedRoleId],
  );
});

test("a role is assumed when its trust policy and the caller's own allow it", async () => {
  await using server = await openIdentityServer();
  const able = await makeUser(server, 'able', mayAssume);
  const unable = await makeUser(server, 'unable');
  const byAccount = await makeRole(server, 'by-account', trust({ AWS: account }));
  const byUser = await makeRole(server, 'by-user', trust({ AWS: `arn:aws:iam::${account}:user/unable` }));
  const byService = await makeRole(server, 'by-service', trust({ Service: 'lambda.amazonaws.com' }));
  const assume = (credential: Credential, RoleArn: string, more: object = {}) =>
    server.stsClient(credential).send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se', ...more }));
  const denied = (name: string, arn: string) =>
    `User: arn:aws:iam::${account}:user/${name} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  assert.ok(await assume(able, byAccount));
  await fails(assume(unable, byAccount), 'AccessDenied', denied('unable', byAccount));
  assert.ok(await assume(unable, byUser));
  await fails(assume(able, byService), 'AccessDenied', denied('able', byService));
  const none = `arn:aws:iam::${account}:role/none`;
  await fails(assume(able, none), 'AccessDenied', denied('able', none));
  await fails(assume(server.root, byAccount), 'AccessDenied', 'Roles may not be assumed by root accounts.');
});

test('an external id that the trust policy asks for must come', async () => {
  await using server = await openIdentityServer();
  const user = await makeUser(server, 'u', mayAssume);
  const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } };
  const RoleArn = await makeRole(server, 'r', trust({ AWS: account }, condition));
  const assume = (more: object) =>
    server.stsClient(user).send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se', ...more }));
  await fails(assume({}), 'AccessDenied');
  assert.ok(await assume({ ExternalId: 'secret' }));
});

test("across accounts the other account's trust and the own policy must both allow", async () => {
  await using server = await openIdentityServer();
  const other = { accessKeyId: '444455556666', secretAccessKey: 'root-secret' };
  const iam = server.iamClient(other);
  const { Role } = await iam.send(
    new iamSdk.CreateRoleCommand({
      RoleName: 'r',
      AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${account}:root` }),
    }),
  );
  const able = await makeUser(server, 'able', mayAssume);
  const unable = await makeUser(server, 'unable');
  const assume = (credential: Credential) =>
    server
      .stsClient(credential)
      .send(new sdk.AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'se' }));
  const assumed = await assume(able);
  await fails(assume(unable), 'AccessDenied');
  const who = await server
    .stsClient(credentialOf(assumed.Credentials))
    .send(new sdk.GetCallerIdentityCommand({}));
  assert.equal(who.Account, '444455556666');
});

test('a session may what its role may, less what its session policies leave out', async () => {
  await using server = await openIdentityServer();
  const user = await makeUser(server, 'u', mayAssume);
  const RoleArn = await makeRole(server, 'r', trust({ AWS: account }), mayRead);
  const assume = async (more: object) => {
    const answer = await server
      .stsClient(user)
      .send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se', ...more }));
    return { credential: credentialOf(answer.Credentials), size: answer.PackedPolicySize };
  };
  await fails(getRole(server, (await assume({})).credential), 'NoSuchEntityException');
  const limited = await assume({ Policy: statement({ Action: 's3:*', Resource: '*' }) });
  assert.ok((limited.size ?? 0) > 0);
  await fails(
    getRole(server, limited.credential),
    'AccessDenied',
    `User: arn:aws:sts::${account}:assumed-role/r/se is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${account}:role/none because no session policy allows the iam:GetRole action`,
  );
  const managed = await assume({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }] });
  await fails(getRole(server, managed.credential), 'NoSuchEntityException');
  await fails(assume({ Policy: '{"Statement":1}' }), 'MalformedPolicyDocumentException');
  await fails(
    assume({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/NoSuchPolicyAtAll' }] }),
    'MalformedPolicyDocumentException',
  );
});

test('session tags and source identity count in conditions, and transitive ones go on', async () => {
  await using server = await openIdentityServer();
  const may = statement({ Action: 'sts:*', Resource: '*' });
  const user = await makeUser(server, 'u', may);
  const tagged = {
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a', 'aws:SourceIdentity': 'me' } },
  };
  const first = await makeRole(server, 'first', trust({ AWS: account }), may);
  const second = await makeRole(
    server,
    'second',
    trust({ AWS: account }),
    statement({ Action: 'iam:Get*', Resource: '*', ...tagged }),
  );
  const assume = async (credential: Credential, RoleArn: string, more: object) =>
    credentialOf(
      (
        await server
          .stsClient(credential)
          .send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se', ...more }))
      ).Credentials,
    );
  const Tags = [{ Key: 'team', Value: 'a' }];
  const direct = await assume(user, second, { Tags, SourceIdentity: 'me' });
  await fails(getRole(server, direct), 'NoSuchEntityException');
  await fails(getRole(server, await assume(user, second, {})), 'AccessDenied');
  const chained = await assume(user, first, { Tags, TransitiveTagKeys: ['team'], SourceIdentity: 'me' });
  await fails(getRole(server, await assume(chained, second, {})), 'NoSuchEntityException');
  const dropped = await assume(user, first, { Tags, SourceIdentity: 'me' });
  await fails(getRole(server, await assume(dropped, second, {})), 'AccessDenied');
});

test('durations have their bounds', async () => {
  await using server = await openIdentityServer();
  const user = await makeUser(server, 'u', mayAssume);
  const RoleArn = await makeRole(server, 'r', trust({ AWS: account }), mayAssume);
  const assume = (credential: Credential, DurationSeconds: number) =>
    server
      .stsClient(credential)
      .send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se', DurationSeconds }));
  await fails(
    assume(user, 3601),
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
  await fails(assume(user, 899), 'ValidationError');
  const { Credentials } = await assume(user, 900);
  const seconds = ((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000;
  assert.ok(seconds > 890 && seconds <= 900, String(seconds));
});

test('temporary credentials end, cannot be forged or mixed, and outlive the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-sts-'));
  let offsetMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + offsetMs };
  try {
    const issued = await (async () => {
      using store = new Store(join(folder, 'postern.db'));
      await using server = await openIdentityServer({ store });
      const user = await makeUser(server, 'u');
      const answer = await server
        .stsClient(user)
        .send(new sdk.GetSessionTokenCommand({ DurationSeconds: 900 }));
      return credentialOf(answer.Credentials);
    })();
    using store = new Store(join(folder, 'postern.db'));
    await using server = await openIdentityServer({ store, clock });
    const who = (credential: Credential) =>
      server.stsClient(credential, offsetMs).send(new sdk.GetCallerIdentityCommand({}));
    assert.equal((await who(issued)).Arn, `arn:aws:iam::${account}:user/u`);
    await fails(server.stsClient(issued).send(new sdk.GetSessionTokenCommand({})), 'AccessDenied');
    const { sessionToken = '', ...withoutToken } = issued;
    await fails(who(withoutToken), 'InvalidClientTokenId');
    const middle = sessionToken.length >> 1;
    const forged = `${sessionToken.slice(0, middle)}${sessionToken[middle] === 'A' ? 'B' : 'A'}${sessionToken.slice(middle + 1)}`;
    await fails(who({ ...issued, sessionToken: forged }), 'InvalidClientTokenId');
    await fails(who({ ...issued, accessKeyId: 'ASIAOTHEROTHEROTHER1' }), 'InvalidClientTokenId');
    offsetMs = 901_000;
    await fails(who(issued), 'ExpiredToken', 'The security token included in the request is expired');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a session has nothing left once its role is gone, even if another takes the name', async () => {
  await using server = await openIdentityServer();
  const user = await makeUser(server, 'u', mayAssume);
  const RoleArn = await makeRole(server, 'r', trust({ AWS: account }), mayRead);
  const { Credentials } = await server
    .stsClient(user)
    .send(new sdk.AssumeRoleCommand({ RoleArn, RoleSessionName: 'se' }));
  const credential = credentialOf(Credentials);
  await fails(getRole(server, credential), 'NoSuchEntityException');
  const iam = server.iamClient();
  await iam.send(new iamSdk.DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
  await iam.send(new iamSdk.DeleteRoleCommand({ RoleName: 'r' }));
  await makeRole(server, 'r', trust({ AWS: account }), mayRead);
  await fails(getRole(server, credential), 'AccessDenied');
});

test('services act as a role when its trust policy lets them in', async () => {
  await using server = await openIdentityServer();
  const roleArn = await makeRole(server, 'r', trust({ Service: 'lambda.amazonaws.com' }), mayRead);
  const ask = { roleArn, sessionName: 'f', service: 'lambda.amazonaws.com' };
  const session = server.iam.roles.credentialsForRole(ask);
  assert.equal(session.outcome, 'assumed');
  const credential = session.outcome === 'assumed' ? session.credentials : undefined;
  assert.ok(credential);
  await fails(getRole(server, credential), 'NoSuchEntityException');
  assert.equal(server.iam.roles.callerForRole(ask)?.arn, `arn:aws:sts::${account}:assumed-role/r/f`);
  assert.equal(server.iam.roles.trusts({ ...ask, service: 'sagemaker.amazonaws.com' }), 'not-trusted');
  assert.equal(server.iam.roles.trusts({ ...ask, roleArn: `${roleArn}2` }), 'no-such-role');
});

test('an access key tells its account; what is not built says so', async () => {
  await using server = await openIdentityServer();
  const user = await makeUser(server, 'u');
  const sts = server.stsClient();
  assert.equal(
    (await sts.send(new sdk.GetAccessKeyInfoCommand({ AccessKeyId: user.accessKeyId }))).Account,
    account,
  );
  await fails(
    sts.send(new sdk.GetAccessKeyInfoCommand({ AccessKeyId: 'AKIANOBODYNOBODYNOBO' })),
    'ValidationError',
  );
  await fails(sts.send(new sdk.DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' })), 'NotImplemented');
});
