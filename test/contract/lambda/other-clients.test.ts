import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { openStack, type Stack, zip } from './stack.ts';

let stack: Stack;
let home: string;
before(async () => {
  stack = await openStack();
  home = await mkdtemp(join(tmpdir(), 'postern-lambda-clients-'));
});
after(async () => {
  await stack.postern[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});
const env = () => ({ ...stack.postern.environment, HOME: home, PATH: process.env['PATH'] ?? '' });

const PROGRAM = `
import boto3, base64, io, json, time, zipfile
from botocore.exceptions import ClientError
def archive(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('app.py', text)
    return out.getvalue()
l = boto3.client('lambda')
made = l.create_function(FunctionName='py', Runtime='python3.11', Role='arn:aws:iam::000000000000:role/function', Handler='app.handler', MemorySize=512,
    Code={'ZipFile': archive('def handler(event, context):\\n  print("hello")\\n  if event.get("fail"): raise KeyError("k")\\n  return {"got": event}')}, Publish=True)
assert made['Version'] == '1' and made['State'] == 'Pending', made
l.get_waiter('function_active_v2').wait(FunctionName='py')
r = l.invoke(FunctionName='py', Payload=json.dumps({'a': 1}), LogType='Tail')
assert json.loads(r['Payload'].read()) == {'got': {'a': 1}} and r['StatusCode'] == 200 and r['ExecutedVersion'] == '$LATEST', r
assert b'hello' in base64.b64decode(r['LogResult'])
r = l.invoke(FunctionName='py', Qualifier='1', Payload=json.dumps({'fail': True}))
body = json.loads(r['Payload'].read())
assert r['FunctionError'] == 'Unhandled' and body['errorType'] == 'KeyError' and body['errorMessage'] == "'k'", body
try: l.get_function(FunctionName='none'); raise AssertionError('found')
except l.exceptions.ResourceNotFoundException as e: assert e.response['Error']['Message'].startswith('Function not found: arn:aws:lambda:'), e
try: l.invoke(FunctionName='py', Payload=b'{no'); raise AssertionError('parsed')
except l.exceptions.InvalidRequestContentException: pass
l.put_function_concurrency(FunctionName='py', ReservedConcurrentExecutions=0)
quick = boto3.client('lambda', config=boto3.session.Config(retries={'max_attempts': 0}))
try: quick.invoke(FunctionName='py'); raise AssertionError('ran')
except quick.exceptions.TooManyRequestsException as e: assert e.response['Reason'] == 'ReservedFunctionConcurrentInvocationLimitExceeded', e.response
l.delete_function_concurrency(FunctionName='py')
l.update_function_code(FunctionName='py', ZipFile=archive('def handler(event, context): return "new"'))
l.get_waiter('function_updated_v2').wait(FunctionName='py')
assert json.loads(l.invoke(FunctionName='py')['Payload'].read()) == 'new'
p = l.add_permission(FunctionName='py', StatementId='s', Action='lambda:InvokeFunction', Principal='s3.amazonaws.com', SourceArn='arn:aws:s3:::b')
assert json.loads(p['Statement'])['Condition'] == {'ArnLike': {'AWS:SourceArn': 'arn:aws:s3:::b'}}
assert [v['Version'] for p in l.get_paginator('list_versions_by_function').paginate(FunctionName='py') for v in p['Versions']] == ['$LATEST', '1']
assert l.list_tags(Resource=made['FunctionArn'].removesuffix(':1'))['Tags'] == {}
layer = l.publish_layer_version(LayerName='lay', Content={'ZipFile': archive('x = 1')}, CompatibleRuntimes=['python3.11'])
assert layer['Version'] == 1
l.delete_function(FunctionName='py')
print('ok')
`;

test('boto3', { skip: without.boto3, timeout: 120_000 }, async () => {
  const { stdout } = await run('python3', ['-c', PROGRAM], { env: env() });
  assert.equal(stdout, 'ok\n');
});

test('the AWS CLI', { skip: without.cli, timeout: 120_000 }, async () => {
  const aws = async (...args: string[]) => {
    const { stdout } = await run('aws', ['lambda', ...args, '--output', 'json'], { env: env(), cwd: home });
    return stdout === '' ? undefined : (JSON.parse(stdout) as Record<string, never>);
  };
  const code = `exports.handler = async (event) => ({ got: event })`;
  await writeFile(join(home, 'code.zip'), await zip({ 'index.js': code }));
  const made = await aws(
    'create-function',
    '--function-name',
    'cli',
    '--runtime',
    'nodejs22.x',
    '--handler',
    'index.handler',
    '--role',
    stack.role,
    '--zip-file',
    'fileb://code.zip',
    '--memory-size',
    '512',
  );
  assert.equal(made?.['FunctionName'], 'cli');
  await aws('wait', 'function-active-v2', '--function-name', 'cli');
  const invoked = await aws(
    'invoke',
    '--function-name',
    'cli',
    '--payload',
    '{"a":1}',
    'out.json',
    '--cli-binary-format',
    'raw-in-base64-out',
  ).catch(
    // version 1 of the CLI knows no such option, and takes payloads as they are
    () => aws('invoke', '--function-name', 'cli', '--payload', '{"a":1}', 'out.json'),
  );
  assert.equal(invoked?.['StatusCode'], 200);
  assert.equal(await readFile(join(home, 'out.json'), 'utf8'), '{"got":{"a":1}}');
  await assert.rejects(
    aws('get-function', '--function-name', 'nope'),
    /ResourceNotFoundException\) when calling the GetFunction operation: Function not found/,
  );
  await aws('delete-function', '--function-name', 'cli');
});
