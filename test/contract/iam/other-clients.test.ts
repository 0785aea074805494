import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { openIdentityServer } from './identity-server.ts';

const PROGRAM = `
import boto3, json
from botocore.exceptions import ClientError

def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response['Error']['Code'], error.response['Error']['Message'], type(error).__name__]

trust = json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': 'sts:AssumeRole'}]})
iam, sts = boto3.client('iam'), boto3.client('sts')
role = iam.create_role(RoleName='r', AssumeRolePolicyDocument=trust, Tags=[{'Key': 'a', 'Value': 'b'}])['Role']
iam.put_role_policy(RoleName='r', PolicyName='p', PolicyDocument=json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 'iam:List*', 'Resource': '*'}]}))
iam.create_user(UserName='u')
iam.attach_user_policy(UserName='u', PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')
key = iam.create_access_key(UserName='u')['AccessKey']
user = boto3.Session(key['AccessKeyId'], key['SecretAccessKey'])
session = user.client('sts').assume_role(RoleArn=role['Arn'], RoleSessionName='boto')['Credentials']
acting = boto3.Session(session['AccessKeyId'], session['SecretAccessKey'], session['SessionToken'])
print(json.dumps({
    'root': sts.get_caller_identity()['Arn'],
    'user': user.client('sts').get_caller_identity()['Arn'],
    'session': acting.client('sts').get_caller_identity()['Arn'],
    'trust': iam.get_role(RoleName='r')['Role']['AssumeRolePolicyDocument'] == json.loads(trust),
    'policy': iam.get_role_policy(RoleName='r', PolicyName='p')['PolicyDocument']['Statement'][0]['Action'],
    'managed': len([p for page in iam.get_paginator('list_policies').paginate(Scope='AWS', PaginationConfig={'PageSize': 7}) for p in page['Policies']]) > 30,
    'roles': [role['RoleName'] for role in acting.client('iam').list_roles()['Roles']],
    'denied': code(acting.client('iam').get_role, RoleName='r'),
    'missing': code(iam.get_user, UserName='nobody'),
    'malformed': code(iam.create_policy, PolicyName='p', PolicyDocument='{}'),
    'conflict': code(iam.delete_role, RoleName='r'),
    'invalid': code(iam.create_user, UserName='no spaces'),
    'unknown': code(boto3.Session('AKIANOBODY', 'x').client('sts').get_caller_identity),
    'wrong': code(boto3.Session('111122223333', 'x').client('sts').get_caller_identity),
    'simulated': [r['EvalDecision'] for r in iam.simulate_principal_policy(PolicySourceArn=role['Arn'], ActionNames=['iam:ListRoles', 's3:GetObject'])['EvaluationResults']],
}))
`;

test('boto3 speaks to IAM and STS', async (t) => {
  if (without.boto3) return t.skip(without.boto3);
  await using server = await openIdentityServer();
  const { stdout } = await run('python3', ['-c', PROGRAM], { env: server.env() });
  assert.deepEqual(JSON.parse(stdout), {
    root: 'arn:aws:iam::111122223333:root',
    user: 'arn:aws:iam::111122223333:user/u',
    session: 'arn:aws:sts::111122223333:assumed-role/r/boto',
    trust: true,
    policy: 'iam:List*',
    managed: true,
    roles: ['r'],
    denied: [
      'AccessDenied',
      'User: arn:aws:sts::111122223333:assumed-role/r/boto is not authorized to perform: iam:GetRole on resource: arn:aws:iam::111122223333:role/r because no identity-based policy allows the iam:GetRole action',
      'ClientError',
    ],
    missing: ['NoSuchEntity', 'The user with name nobody cannot be found.', 'NoSuchEntityException'],
    malformed: ['MalformedPolicyDocument', 'Syntax errors in policy.', 'MalformedPolicyDocumentException'],
    conflict: [
      'DeleteConflict',
      'Cannot delete entity, must delete policies first.',
      'DeleteConflictException',
    ],
    invalid: [
      'ValidationError',
      "1 validation error detected: Value 'no spaces' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
      'ClientError',
    ],
    unknown: [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'ClientError',
    ],
    wrong: [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      'ClientError',
    ],
    simulated: ['allowed', 'implicitDeny'],
  });
});

const PRESIGN = `
import boto3, urllib.request, urllib.error
sts = boto3.client('sts')
for method in ['GET', 'POST']:
    url = sts.generate_presigned_url('get_caller_identity', HttpMethod=method)
    request = urllib.request.Request(url, method=method)
    print('Arn' if 'arn:aws:iam::111122223333:root' in urllib.request.urlopen(request).read().decode() else 'no')
    try:
        urllib.request.urlopen(urllib.request.Request(url.replace('GetCallerIdentity', 'GetSessionToken'), method=method))
    except urllib.error.HTTPError as error:
        print(error.code, 'SignatureDoesNotMatch' in error.read().decode())
`;

test('a call that boto3 presigns is taken, and nothing else than it', async (t) => {
  if (without.boto3) return t.skip(without.boto3);
  await using server = await openIdentityServer();
  const { stdout } = await run('python3', ['-c', PRESIGN], { env: server.env() });
  assert.equal(stdout, 'Arn\n403 True\nArn\n403 True\n');
});

test('the AWS CLI speaks to IAM and STS', async (t) => {
  if (without.cli) return t.skip(without.cli);
  await using server = await openIdentityServer();
  const aws = async (...args: string[]) =>
    (await run('aws', [...args, '--output', 'json'], { env: server.env() })).stdout;
  assert.equal(JSON.parse(await aws('sts', 'get-caller-identity')).Arn, 'arn:aws:iam::111122223333:root');
  assert.equal(JSON.parse(await aws('iam', 'create-user', '--user-name', 'u')).User.UserName, 'u');
  const failure = await aws('iam', 'get-user', '--user-name', 'v').catch(
    (error: { stderr: string }) => error.stderr,
  );
  assert.match(
    failure,
    /\(NoSuchEntity\) when calling the GetUser operation: The user with name v cannot be found\./,
  );
});
