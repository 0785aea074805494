import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { openIdentityServer } from './identity-server.ts';

const trust = (principal: object = { Service: 'lambda.amazonaws.com' }) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const policy = (
  effect: string,
  action: string | string[],
  resource: string | string[] = '*',
  more: object = {},
) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: resource, ...more }],
  });

const fails = (promise: Promise<unknown>, name: string, message?: string | RegExp) =>
  assert.rejects(promise, (error: Error) => {
    assert.equal(error.name, name, error.message);
    if (typeof message === 'string') assert.equal(error.message, message);
    else if (message) assert.match(error.message, message);
    return true;
  });

test('a user: made, found, listed, tagged, renamed, removed', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  const { User } = await iam.send(
    new sdk.CreateUserCommand({ UserName: 'Ann', Path: '/team/', Tags: [{ Key: 'team', Value: 'a' }] }),
  );
  assert.equal(User?.Arn, 'arn:aws:iam::111122223333:user/team/Ann');
  assert.match(User?.UserId ?? '', /^AIDA[A-Z2-7]{17}$/);
  await fails(
    iam.send(new sdk.CreateUserCommand({ UserName: 'ann' })),
    'EntityAlreadyExistsException',
    'User with name ann already exists.',
  );
  const found = await iam.send(new sdk.GetUserCommand({ UserName: 'Ann' }));
  assert.deepEqual(found.User, User);
  await iam.send(
    new sdk.TagUserCommand({
      UserName: 'Ann',
      Tags: [
        { Key: 'Team', Value: 'b' },
        { Key: 'x', Value: '' },
      ],
    }),
  );
  await iam.send(new sdk.UntagUserCommand({ UserName: 'Ann', TagKeys: ['X'] }));
  const tags = await iam.send(new sdk.ListUserTagsCommand({ UserName: 'Ann' }));
  assert.deepEqual(tags.Tags, [{ Key: 'Team', Value: 'b' }]);
  await iam.send(new sdk.UpdateUserCommand({ UserName: 'Ann', NewUserName: 'Anna', NewPath: '/' }));
  await fails(
    iam.send(new sdk.GetUserCommand({ UserName: 'Ann' })),
    'NoSuchEntityException',
    'The user with name Ann cannot be found.',
  );
  await iam.send(new sdk.DeleteUserCommand({ UserName: 'Anna' }));
  assert.deepEqual((await iam.send(new sdk.ListUsersCommand({}))).Users, []);
});

test('lists come in pages, by path', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  for (const name of ['d', 'B', 'a', 'C', 'e']) {
    await iam.send(new sdk.CreateUserCommand({ UserName: name, Path: name === 'e' ? '/other/' : '/x/' }));
  }
  const names: (string | undefined)[][] = [];
  for await (const page of sdk.paginateListUsers({ client: iam, pageSize: 2 }, { PathPrefix: '/x/' })) {
    names.push(page.Users?.map(({ UserName }) => UserName) ?? []);
  }
  assert.deepEqual(names, [
    ['a', 'B'],
    ['C', 'd'],
  ]);
  await fails(iam.send(new sdk.ListUsersCommand({ Marker: 'nonsense' })), 'ValidationError');
});

test('access keys work, stop when inactive, are two at most, and keep their owner from going', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'u' }));
  const credential = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const who = () => server.stsClient(credential).send(new GetCallerIdentityCommand({}));
  assert.equal((await who()).Arn, 'arn:aws:iam::111122223333:user/u');
  await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'u' }));
  await fails(
    iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'u' })),
    'LimitExceededException',
    'Cannot exceed quota for AccessKeysPerUser: 2',
  );
  const keys = await iam.send(new sdk.ListAccessKeysCommand({ UserName: 'u' }));
  assert.equal(keys.AccessKeyMetadata?.length, 2);
  await iam.send(
    new sdk.UpdateAccessKeyCommand({
      UserName: 'u',
      AccessKeyId: credential.accessKeyId,
      Status: 'Inactive',
    }),
  );
  await fails(who(), 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  await fails(
    iam.send(new sdk.DeleteUserCommand({ UserName: 'u' })),
    'DeleteConflictException',
    'Cannot delete entity, must delete access keys first.',
  );
  for (const key of keys.AccessKeyMetadata ?? []) {
    await iam.send(new sdk.DeleteAccessKeyCommand({ UserName: 'u', AccessKeyId: key.AccessKeyId }));
  }
  await iam.send(new sdk.DeleteUserCommand({ UserName: 'u' }));
});

test('groups hold users; both directions are told; neither goes while the other holds', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  await iam.send(new sdk.CreateGroupCommand({ GroupName: 'g' }));
  await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  await iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'g', UserName: 'u' }));
  assert.deepEqual(
    (await iam.send(new sdk.GetGroupCommand({ GroupName: 'g' }))).Users?.map(({ UserName }) => UserName),
    ['u'],
  );
  assert.deepEqual(
    (await iam.send(new sdk.ListGroupsForUserCommand({ UserName: 'u' }))).Groups?.map(
      ({ GroupName }) => GroupName,
    ),
    ['g'],
  );
  await fails(iam.send(new sdk.DeleteUserCommand({ UserName: 'u' })), 'DeleteConflictException');
  await fails(iam.send(new sdk.DeleteGroupCommand({ GroupName: 'g' })), 'DeleteConflictException');
  await iam.send(new sdk.UpdateGroupCommand({ GroupName: 'g', NewGroupName: 'h' }));
  await iam.send(new sdk.RemoveUserFromGroupCommand({ GroupName: 'h', UserName: 'u' }));
  await fails(
    iam.send(new sdk.RemoveUserFromGroupCommand({ GroupName: 'h', UserName: 'u' })),
    'NoSuchEntityException',
  );
  await iam.send(new sdk.DeleteGroupCommand({ GroupName: 'h' }));
});

test('a role with its trust policy; inline policies in and out, encoded as AWS encodes them', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  const { Role } = await iam.send(
    new sdk.CreateRoleCommand({
      RoleName: 'r',
      AssumeRolePolicyDocument: trust(),
      Description: 'd',
      MaxSessionDuration: 7200,
    }),
  );
  assert.equal(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''), trust());
  await iam.send(
    new sdk.PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: policy('Allow', 's3:*') }),
  );
  const inline = await iam.send(new sdk.GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
  assert.equal(decodeURIComponent(inline.PolicyDocument ?? ''), policy('Allow', 's3:*'));
  assert.deepEqual((await iam.send(new sdk.ListRolePoliciesCommand({ RoleName: 'r' }))).PolicyNames, ['p']);
  await fails(
    iam.send(new sdk.DeleteRoleCommand({ RoleName: 'r' })),
    'DeleteConflictException',
    'Cannot delete entity, must delete policies first.',
  );
  await fails(
    iam.send(new sdk.GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'q' })),
    'NoSuchEntityException',
    'The role policy with name q cannot be found.',
  );
  await iam.send(new sdk.DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
  await iam.send(new sdk.UpdateRoleCommand({ RoleName: 'r', Description: 'e' }));
  await iam.send(
    new sdk.UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: trust({ AWS: '111122223333' }) }),
  );
  const got = await iam.send(new sdk.GetRoleCommand({ RoleName: 'r' }));
  assert.deepEqual([got.Role?.Description, got.Role?.MaxSessionDuration], ['e', 7200]);
  assert.equal(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? ''), trust({ AWS: '111122223333' }));
  await iam.send(new sdk.DeleteRoleCommand({ RoleName: 'r' }));
});

test('documents that are none are refused in words, and leave nothing behind', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  await fails(
    iam.send(
      new sdk.CreateRoleCommand({
        RoleName: 'r',
        AssumeRolePolicyDocument: policy('Allow', 'sts:AssumeRole'),
      }),
    ),
    'MalformedPolicyDocumentException',
    'Missing required field Principal',
  );
  await fails(iam.send(new sdk.GetRoleCommand({ RoleName: 'r' })), 'NoSuchEntityException');
  await fails(
    iam.send(new sdk.CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: '{"Version":' })),
    'MalformedPolicyDocumentException',
    'This policy contains invalid Json',
  );
  await fails(
    iam.send(new sdk.CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: trust() })),
    'MalformedPolicyDocumentException',
    'Policy document should not specify a principal.',
  );
});

test('managed policies: versions up to five, the default in force, attached, told in both directions', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  const { Policy } = await iam.send(
    new sdk.CreatePolicyCommand({
      PolicyName: 'p',
      Path: '/a/',
      PolicyDocument: policy('Allow', 's3:GetObject'),
      Description: 'd',
    }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  assert.equal(PolicyArn, 'arn:aws:iam::111122223333:policy/a/p');
  for (let i = 2; i <= 5; i++) {
    await iam.send(
      new sdk.CreatePolicyVersionCommand({
        PolicyArn,
        PolicyDocument: policy('Allow', `s3:Get${i}`),
        SetAsDefault: i === 3,
      }),
    );
  }
  await fails(
    iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policy('Allow', 's3:*') })),
    'LimitExceededException',
  );
  const versions = await iam.send(new sdk.ListPolicyVersionsCommand({ PolicyArn }));
  assert.deepEqual(
    versions.Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ['v5', false],
      ['v4', false],
      ['v3', true],
      ['v2', false],
      ['v1', false],
    ],
  );
  await fails(
    iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v3' })),
    'DeleteConflictException',
  );
  await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  await iam.send(new sdk.AttachUserPolicyCommand({ UserName: 'u', PolicyArn }));
  await iam.send(
    new sdk.PutUserPermissionsBoundaryCommand({ UserName: 'u', PermissionsBoundary: PolicyArn }),
  );
  const got = await iam.send(new sdk.GetPolicyCommand({ PolicyArn }));
  assert.deepEqual(
    [
      got.Policy?.AttachmentCount,
      got.Policy?.PermissionsBoundaryUsageCount,
      got.Policy?.DefaultVersionId,
      got.Policy?.Description,
    ],
    [1, 1, 'v3', 'd'],
  );
  const entities = await iam.send(new sdk.ListEntitiesForPolicyCommand({ PolicyArn }));
  assert.deepEqual(
    entities.PolicyUsers?.map(({ UserName }) => UserName),
    ['u'],
  );
  const attached = await iam.send(new sdk.ListAttachedUserPoliciesCommand({ UserName: 'u' }));
  assert.deepEqual(attached.AttachedPolicies, [{ PolicyName: 'p', PolicyArn }]);
  await fails(
    iam.send(new sdk.DeletePolicyCommand({ PolicyArn })),
    'DeleteConflictException',
    'Cannot delete a policy attached to entities.',
  );
  await iam.send(new sdk.DetachUserPolicyCommand({ UserName: 'u', PolicyArn }));
  await iam.send(new sdk.DeleteUserPermissionsBoundaryCommand({ UserName: 'u' }));
  await fails(
    iam.send(new sdk.DeletePolicyCommand({ PolicyArn })),
    'DeleteConflictException',
    /more than one version/,
  );
  for (const VersionId of ['v1', 'v2', 'v4', 'v5']) {
    await iam.send(new sdk.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.send(new sdk.DeletePolicyCommand({ PolicyArn }));
  await fails(
    iam.send(new sdk.GetPolicyCommand({ PolicyArn })),
    'NoSuchEntityException',
    `Policy ${PolicyArn} was not found.`,
  );
});

test("AWS's own policies are there, with their documents, and cannot be changed", async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const { Policy } = await iam.send(new sdk.GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  assert.deepEqual(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '')).Statement[0].Action, [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  await fails(iam.send(new sdk.DeletePolicyCommand({ PolicyArn })), 'AccessDenied');
  const listed = await iam.send(new sdk.ListPoliciesCommand({ Scope: 'AWS', MaxItems: 1000 }));
  const names = listed.Policies?.map(({ PolicyName }) => PolicyName) ?? [];
  for (const name of [
    'AdministratorAccess',
    'ReadOnlyAccess',
    'AmazonSageMakerFullAccess',
    'AmazonS3ReadOnlyAccess',
  ]) {
    assert.ok(names.includes(name), name);
  }
  assert.deepEqual((await iam.send(new sdk.ListPoliciesCommand({ Scope: 'Local' }))).Policies, []);
});

test('what a user may is what its policies, groups and boundary say, at once', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'u' }));
  const own = server.iamClient({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
  const getOther = () => own.send(new sdk.GetRoleCommand({ RoleName: 'none' }));
  const denied =
    'User: arn:aws:iam::111122223333:user/u is not authorized to perform: iam:GetRole on resource: arn:aws:iam::111122223333:role/none ';
  await fails(
    getOther(),
    'AccessDenied',
    `${denied}because no identity-based policy allows the iam:GetRole action`,
  );

  await iam.send(new sdk.CreateGroupCommand({ GroupName: 'g' }));
  await iam.send(
    new sdk.AttachGroupPolicyCommand({
      GroupName: 'g',
      PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    }),
  );
  await iam.send(new sdk.AddUserToGroupCommand({ GroupName: 'g', UserName: 'u' }));
  await fails(getOther(), 'NoSuchEntityException');

  const boundary = await iam.send(
    new sdk.CreatePolicyCommand({ PolicyName: 'b', PolicyDocument: policy('Allow', 's3:*') }),
  );
  await iam.send(
    new sdk.PutUserPermissionsBoundaryCommand({ UserName: 'u', PermissionsBoundary: boundary.Policy?.Arn }),
  );
  await fails(
    getOther(),
    'AccessDenied',
    `${denied}because no permissions boundary allows the iam:GetRole action`,
  );
  await iam.send(new sdk.DeleteUserPermissionsBoundaryCommand({ UserName: 'u' }));

  await iam.send(
    new sdk.PutUserPolicyCommand({
      UserName: 'u',
      PolicyName: 'd',
      PolicyDocument: policy('Deny', 'iam:Get*', '*', {
        Condition: { StringEquals: { 'aws:username': 'u' } },
      }),
    }),
  );
  await fails(getOther(), 'AccessDenied', `${denied}with an explicit deny in an identity-based policy`);
});

test("a user may manage its own keys by a policy variable, and no one else's", async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  for (const name of ['u', 'v']) await iam.send(new sdk.CreateUserCommand({ UserName: name }));
  const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'u' }));
  await iam.send(
    new sdk.PutUserPolicyCommand({
      UserName: 'u',
      PolicyName: 'own-keys',
      PolicyDocument: policy(
        'Allow',
        ['iam:*AccessKey*', 'iam:GetUser'],
        'arn:aws:iam::*:user/${aws:username}',
      ),
    }),
  );
  const own = server.iamClient({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
  assert.equal((await own.send(new sdk.GetUserCommand({}))).User?.UserName, 'u');
  assert.equal((await own.send(new sdk.ListAccessKeysCommand({}))).AccessKeyMetadata?.length, 1);
  await fails(own.send(new sdk.CreateAccessKeyCommand({ UserName: 'v' })), 'AccessDenied');
});

test("accounts keep apart; a 12-digit key with the root secret is that account's root", async () => {
  await using server = await openIdentityServer();
  const mine = server.iamClient();
  const other = server.iamClient({ accessKeyId: '444455556666', secretAccessKey: 'root-secret' });
  await mine.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  assert.deepEqual((await other.send(new sdk.ListUsersCommand({}))).Users, []);
  const { User } = await other.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  assert.equal(User?.Arn, 'arn:aws:iam::444455556666:user/u');
  const stranger = server.iamClient({ accessKeyId: '444455556666', secretAccessKey: 'guess' });
  await fails(stranger.send(new sdk.ListUsersCommand({})), 'SignatureDoesNotMatch');
});

test('instance profiles, service-linked roles, alias, summary and details', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  await iam.send(new sdk.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust() }));
  await iam.send(new sdk.CreateInstanceProfileCommand({ InstanceProfileName: 'i' }));
  await iam.send(new sdk.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'i', RoleName: 'r' }));
  await fails(iam.send(new sdk.DeleteRoleCommand({ RoleName: 'r' })), 'DeleteConflictException');
  const profiles = await iam.send(new sdk.ListInstanceProfilesForRoleCommand({ RoleName: 'r' }));
  assert.equal(profiles.InstanceProfiles?.[0]?.Roles?.[0]?.RoleName, 'r');
  const linked = await iam.send(
    new sdk.CreateServiceLinkedRoleCommand({
      AWSServiceName: 'sagemaker.application-autoscaling.amazonaws.com',
    }),
  );
  assert.equal(
    linked.Role?.Arn,
    'arn:aws:iam::111122223333:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
  );
  const RoleName = linked.Role?.RoleName;
  const may = await iam.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }));
  assert.deepEqual(
    may.AttachedPolicies?.map(({ PolicyName }) => PolicyName),
    ['AWSApplicationAutoscalingSageMakerEndpointPolicy'],
  );
  await fails(iam.send(new sdk.DeleteRoleCommand({ RoleName })), 'UnmodifiableEntityException');
  const { DeletionTaskId } = await iam.send(new sdk.DeleteServiceLinkedRoleCommand({ RoleName }));
  assert.equal(
    (await iam.send(new sdk.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))).Status,
    'SUCCEEDED',
  );
  await iam.send(new sdk.CreateAccountAliasCommand({ AccountAlias: 'ours' }));
  assert.deepEqual((await iam.send(new sdk.ListAccountAliasesCommand({}))).AccountAliases, ['ours']);
  assert.equal((await iam.send(new sdk.GetAccountSummaryCommand({}))).SummaryMap?.['Roles'], 1);
  await iam.send(
    new sdk.AttachRolePolicyCommand({
      RoleName: 'r',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  const details = await iam.send(new sdk.GetAccountAuthorizationDetailsCommand({}));
  assert.equal(details.RoleDetailList?.[0]?.AttachedManagedPolicies?.[0]?.PolicyName, 'AdministratorAccess');
  assert.equal(details.Policies?.[0]?.PolicyVersionList?.length, 1);
});

test('simulation decides as the authorizer does', async () => {
  await using server = await openIdentityServer();
  const iam = server.iamClient();
  const { User } = await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  await iam.send(
    new sdk.PutUserPolicyCommand({
      UserName: 'u',
      PolicyName: 'p',
      PolicyDocument: policy('Allow', 's3:Get*', 'arn:aws:s3:::b/*', {
        Condition: { Bool: { 'aws:SecureTransport': true } },
      }),
    }),
  );
  const simulate = async (secure: string, more: object = {}) => {
    const { EvaluationResults } = await iam.send(
      new sdk.SimulatePrincipalPolicyCommand({
        PolicySourceArn: User?.Arn,
        ActionNames: ['s3:GetObject', 's3:PutObject'],
        ResourceArns: ['arn:aws:s3:::b/k'],
        ContextEntries: [
          { ContextKeyName: 'aws:SecureTransport', ContextKeyType: 'boolean', ContextKeyValues: [secure] },
        ],
        ...more,
      }),
    );
    return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
  };
  assert.deepEqual(await simulate('true'), ['allowed', 'implicitDeny']);
  assert.deepEqual(await simulate('false'), ['implicitDeny', 'implicitDeny']);
  assert.deepEqual(await simulate('true', { PolicyInputList: [policy('Deny', 's3:GetObject')] }), [
    'explicitDeny',
    'implicitDeny',
  ]);
  const keys = await iam.send(
    new sdk.GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: User?.Arn }),
  );
  assert.deepEqual(keys.ContextKeyNames, ['aws:SecureTransport']);
});

test('with IAM off anyone may do anything, without a signature too', async () => {
  await using server = await openIdentityServer({ enforce: false });
  const iam = server.iamClient({ accessKeyId: 'anything', secretAccessKey: 'goes' });
  await iam.send(new sdk.CreateUserCommand({ UserName: 'u' }));
  const answer = await fetch(`${server.url}/?Action=ListUsers&Version=2010-05-08`);
  assert.match(await answer.text(), /<UserName>u<\/UserName>/);
});

test('what is not built says so', async () => {
  await using server = await openIdentityServer();
  await assert.rejects(
    server
      .iamClient()
      .send(new sdk.CreateSAMLProviderCommand({ Name: 'n', SAMLMetadataDocument: 'x'.repeat(1000) })),
    (error: sdk.IAMServiceException) => {
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['NotImplemented', 501]);
      return true;
    },
  );
});
