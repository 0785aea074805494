import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandInput,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { without } from '../../other-clients.ts';
import { echoModel, linearModel } from '../../models/onnx.ts';
import { boto3, cli } from '../sagemaker/clients.ts';
import { artifact, createConfig, createModel, deploy, prepare, settled } from '../sagemaker/fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from '../sagemaker/stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  await Promise.all([
    deploy(stack, 'linear', artifact(linearModel([1, 2, 3], 0.5))),
    deploy(stack, 'mixed', artifact(echoModel(['float32', 'int64', 'string']))),
  ]);
});
after(() => resources.disposeAsync());

const invoke = (input: Partial<InvokeEndpointCommandInput>) =>
  stack.runtime.send(
    new InvokeEndpointCommand({
      EndpointName: 'linear',
      ContentType: 'application/json',
      Body: '[[1, 2, 3]]',
      ...input,
    }),
  );
const text = async (input: Partial<InvokeEndpointCommandInput>): Promise<string> =>
  Buffer.from((await invoke(input)).Body).toString();

/** An array of float32 as NumPy writes it. */
function float32Npy(rows: number, columns: number, values: number[]): Buffer {
  const head = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`.padEnd(117);
  const lead = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  return Buffer.concat([lead, Buffer.from(`${head}\n`), Buffer.from(Float32Array.from(values).buffer)]);
}

test('every content type, and every answer', async () => {
  assert.equal(await text({}), '{"predictions":[14.5]}');
  assert.equal(
    await text({ Body: '{"instances": [{"x": [1, 2, 3]}, {"x": [0, 0, 0]}]}' }),
    '{"predictions":[14.5,0.5]}',
  );
  assert.equal(await text({ ContentType: 'text/csv', Body: '1,2,3\n0,0,0\n' }), '{"predictions":[14.5,0.5]}');
  assert.equal(
    await text({ ContentType: 'text/csv', Accept: 'text/csv', Body: '1,2,3\n0,0,0' }),
    '14.5\n0.5\n',
  );
  assert.equal(
    await text({
      ContentType: 'application/jsonlines',
      Accept: 'application/jsonlines',
      Body: '{"features":[1,2,3]}\n{"x":[0,0,0]}',
    }),
    '14.5\n0.5\n',
  );
  const { Body, ContentType } = await invoke({
    ContentType: 'application/x-npy',
    Accept: 'application/x-npy',
    Body: float32Npy(2, 3, [1, 2, 3, 0, 0, 0]),
  });
  assert.equal(ContentType, 'application/x-npy');
  assert.match(
    Buffer.from(Body).toString('latin1'),
    /'descr': '<f4', 'fortran_order': False, 'shape': \(2, 1\)/,
  );
  assert.deepEqual([...new Float32Array(Body.slice(-8).buffer)], [14.5, 0.5]);
});

test('several inputs of several types', async () => {
  const answer = '{"predictions":[{"a_out":1.5,"b_out":7,"c_out":"Zürich"}]}';
  const record = { EndpointName: 'mixed', Body: '{"instances": [{"a": 1.5, "b": 7, "c": "Zürich"}]}' };
  assert.equal(await text(record), answer);
  assert.equal(
    await text({ EndpointName: 'mixed', ContentType: 'text/csv', Body: '1.5,7,"Zürich"' }),
    answer,
  );
  assert.equal(await text({ ...record, Accept: 'text/csv' }), '1.5,7,Zürich\n');
});

test('the answer says which variant gave it, and what kind it is', async () => {
  const { ContentType, InvokedProductionVariant, CustomAttributes, $metadata } = await invoke({
    InferenceId: 'mine',
    CustomAttributes: 'a',
  });
  assert.deepEqual(
    [ContentType, InvokedProductionVariant, CustomAttributes],
    ['application/json', 'AllTraffic', undefined],
  );
  assert.match($metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
});

test('what the model refuses is a ModelError with its words', async () => {
  const OriginalMessage = '{"error":"row 0 of input x must have shape [3]; found a list of 2 at depth 1"}';
  await assert.rejects(invoke({ Body: '[[1, 2]]' }), {
    name: 'ModelError',
    OriginalStatusCode: 400,
    OriginalMessage,
    LogStreamArn: `arn:aws:logs:us-east-1:${account}:log-group:/aws/sagemaker/Endpoints/linear`,
    message:
      `Received client error (400) from primary with message "${OriginalMessage}". See https://us-east-1.console.aws.amazon.com/` +
      `cloudwatch/home?region=us-east-1#logEventViewer:group=/aws/sagemaker/Endpoints/linear in account ${account} for more information.`,
  });
  await assert.rejects(invoke({ ContentType: 'image/png' }), { name: 'ModelError', OriginalStatusCode: 415 });
  await assert.rejects(invoke({ Accept: 'image/png' }), { name: 'ModelError', OriginalStatusCode: 406 });
  assert.equal(await text({}), '{"predictions":[14.5]}', 'and the next one is answered');
});

test('what is wrong with the request', async () => {
  const validation = (message: RegExp) => ({ name: 'ValidationError', message });
  await assert.rejects(
    invoke({ EndpointName: 'absent' }),
    validation(/^Endpoint absent of account 000000000000 not found\.$/),
  );
  await assert.rejects(invoke({ EndpointName: '-' }), validation(/failed to satisfy constraint/));
  await assert.rejects(
    invoke({ CustomAttributes: 'x'.repeat(1025) }),
    validation(/length less than or equal to 1024/),
  );
  await assert.rejects(invoke({ TargetModel: 'other.tar.gz' }), validation(/is not a multi-model endpoint/));
});

test('bodies up to 25 MB, not 6', async () => {
  assert.equal(await text({ Body: `[[1, 2, 3]${' '.repeat(24_000_000)}]` }), '{"predictions":[14.5]}');
  const over = invoke({ ContentType: 'text/csv', Body: Buffer.alloc(25 * 1024 * 1024 + 1) });
  await assert.rejects(over, (error: { $metadata: { httpStatusCode?: number } }) => {
    assert.equal(error.$metadata.httpStatusCode, 413);
    return true;
  });
});

test('a caller needs the permission for this very endpoint', async () => {
  await stack.iam.send(new CreateUserCommand({ UserName: 'caller' }));
  const { AccessKey } = await stack.iam.send(new CreateAccessKeyCommand({ UserName: 'caller' }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const client = new SageMakerRuntimeClient(stack.clientConfig(credentials));
  const command = (EndpointName: string) =>
    new InvokeEndpointCommand({ EndpointName, ContentType: 'text/csv', Body: '1,2,3' });
  await assert.rejects(client.send(command('linear')), {
    name: 'AccessDeniedException',
    message: /sagemaker:InvokeEndpoint/,
  });
  const Resource = `arn:aws:sagemaker:us-east-1:${account}:endpoint/linear`;
  const Statement = [{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource }];
  await stack.iam.send(
    new PutUserPolicyCommand({
      UserName: 'caller',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  assert.equal((await client.send(command('linear'))).$metadata.httpStatusCode, 200);
  await assert.rejects(client.send(command('mixed')), { name: 'AccessDeniedException' });
  client.destroy();
});

const container = `
import { createServer } from 'node:http';
createServer(async (request, response) => {
  const text = Buffer.concat(await request.toArray()).toString();
  if (text === 'crash') process.kill(process.pid, 'SIGKILL');
  if (text === 'throw') return response.writeHead(500).end('it broke');
  response.end('ok');
}).listen(process.env.PORT, '127.0.0.1');
`;

test('a model that breaks is told apart from one that dies, and the next request is served', async () => {
  stack.images.add({
    name: 'breakable',
    command: [process.execPath, '--input-type=module', '--eval', container],
  });
  await createModel(stack, 'breakable', artifact(linearModel([1], 0)), { Image: 'breakable' });
  await createConfig(stack, 'breakable', 'breakable');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'breakable', EndpointConfigName: 'breakable' }),
  );
  assert.equal((await settled(stack, 'breakable')).EndpointStatus, 'InService');
  const send = (Body: string) => text({ EndpointName: 'breakable', Body });
  await assert.rejects(send('throw'), {
    name: 'ModelError',
    OriginalStatusCode: 500,
    OriginalMessage: 'it broke',
  });
  await assert.rejects(send('crash'), {
    name: 'ModelError',
    OriginalStatusCode: 0,
    OriginalMessage: /^Amazon SageMaker could not get a response from the breakable endpoint\./,
  });
  assert.equal(await send('hello'), 'ok');
});

test('invocations are measured as AWS/SageMaker does', async () => {
  const dimensions = { EndpointName: 'mixed', VariantName: 'AllTraffic' };
  const { metrics } = stack.telemetry;
  const sum = (name: string): number => {
    const metric = { account, region: 'us-east-1', namespace: 'AWS/SageMaker', name, dimensions };
    const span = { fromMs: Date.now() - 600_000, toMs: Date.now() + 60_000, periodSeconds: 60 };
    const series = metrics.read({ metric, ...span });
    return series.flatMap(({ points }) => points).reduce((total, { window }) => total + window.sum, 0);
  };
  const before = sum('Invocations');
  await invoke({ EndpointName: 'mixed', ContentType: 'text/csv', Body: '1,2,a' });
  await assert.rejects(invoke({ EndpointName: 'mixed', ContentType: 'text/csv', Body: 'x' }));
  assert.equal(sum('Invocations') - before, 2);
  assert.equal(sum('Invocation5XXErrors'), 0);
  assert.ok(sum('Invocation4XXErrors') >= 1);
  assert.ok(sum('ModelLatency') > 0);
  assert.ok(sum('OverheadLatency') > 0);
});

test('boto3', { skip: without.boto3 }, async () => {
  const result = await boto3(
    stack,
    `
client = boto3.client('sagemaker-runtime')
answer = client.invoke_endpoint(EndpointName='linear', ContentType='text/csv', Accept='text/csv', Body=b'1,2,3\\n')
try:
  client.invoke_endpoint(EndpointName='linear', ContentType='text/csv', Body='1,2')
except client.exceptions.ModelError as error:
  problem = [error.response['OriginalStatusCode'], error.response['OriginalMessage'][:9], error.response['ResponseMetadata']['HTTPStatusCode']]
try:
  client.invoke_endpoint(EndpointName='absent', Body='1,2')
except client.exceptions.ClientError as error:
  absent = error.response['Error']
print(json.dumps([answer['Body'].read().decode(), answer['ContentType'], answer['InvokedProductionVariant'], problem, absent]))`,
  );
  const absent = { Code: 'ValidationError', Message: `Endpoint absent of account ${account} not found.` };
  assert.deepEqual(result, ['14.5\n', 'text/csv', 'AllTraffic', [400, '{"error":', 424], absent]);
});

test('AWS CLI', { skip: without.cli }, async () => {
  const [question, file] = [`${stack.state}/question.csv`, `${stack.state}/answer.json`];
  await writeFile(question, '1,2,3');
  const named = ['--endpoint-name', 'linear', '--content-type', 'text/csv', '--body', `fileb://${question}`];
  const answer = await cli(stack, 'sagemaker-runtime', 'invoke-endpoint', ...named, file);
  assert.equal(await readFile(file, 'utf8'), '{"predictions":[14.5]}');
  assert.deepEqual(answer, { ContentType: 'application/json', InvokedProductionVariant: 'AllTraffic' });
});
