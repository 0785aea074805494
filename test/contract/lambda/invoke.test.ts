import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-lambda';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { openStack, refused, type Stack, zip } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
});
after(() => stack.postern[Symbol.asyncDispose]());

test('answers with its log tail, and logs and measures what happened', async () => {
  await stack.create(
    'talk',
    `export const handler = async (event) => { console.log('said', event.word); return { ok: true } }`,
    { MemorySize: 512 },
  );
  const { payload, log, version, error } = await stack.invoke('talk', { word: 'hello' }, { LogType: 'Tail' });
  assert.deepEqual([payload, version, error], [{ ok: true }, '$LATEST', undefined]);
  const [start = '', line = '', end = '', report = ''] = log.split('\n');
  const id = /^START RequestId: ([0-9a-f-]{36}) Version: \$LATEST$/.exec(start)?.[1];
  assert.ok(id, log);
  assert.match(line, new RegExp(`Z\t${id}\tINFO\tsaid hello$`));
  assert.equal(end, `END RequestId: ${id}`);
  assert.match(
    report,
    new RegExp(
      `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 512 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms\t$`,
    ),
  );
  assert.doesNotMatch(
    (await stack.invoke('talk', { word: 'again' }, { LogType: 'Tail' })).log,
    /Init Duration/,
  );

  const logs = new CloudWatchLogsClient(stack.postern.client);
  const messages = async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/talk' }));
    return events.map((event) => event.message ?? '');
  };
  for (let n = 0; n < 50 && (await messages()).length < 9; n++) await wait(100);
  const all = await messages();
  assert.match(all[0] ?? '', /^INIT_START Runtime Version: nodejs:/);
  assert.equal(all.filter((message) => message.startsWith('REPORT')).length, 2);
  assert.ok(all.some((message) => message.includes('said again')));

  const metrics = new CloudWatchClient(stack.postern.client);
  const sum = async (MetricName: string) => {
    const { Datapoints = [] } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: [{ Name: 'FunctionName', Value: 'talk' }],
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 3600,
        Statistics: ['Sum', 'SampleCount'],
      }),
    );
    return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
  };
  assert.equal(await sum('Invocations'), 2);
  assert.equal(await sum('Errors'), 0);
  assert.ok((await sum('Duration')) > 0);
});

test('the context and the environment are as on Lambda', async () => {
  await stack.create(
    'context',
    `export const handler = async (event, context) => ({ arn: context.invokedFunctionArn, client: context.clientContext, keys: Object.keys(process.env), region: process.env.AWS_REGION, own: process.env.OWN, env: process.env.AWS_EXECUTION_ENV, id: process.env.AWS_ACCESS_KEY_ID, trace: process.env._X_AMZN_TRACE_ID })`,
    { Environment: { Variables: { OWN: 'mine' } } },
  );
  const client = Buffer.from(JSON.stringify({ custom: { a: '1' } })).toString('base64');
  const payload = (await stack.invoke('context', {}, { ClientContext: client })).payload as Record<
    string,
    unknown
  >;
  assert.equal(payload['arn'], 'arn:aws:lambda:us-east-1:000000000000:function:context');
  assert.deepEqual(payload['client'], { custom: { a: '1' } });
  assert.deepEqual(
    [payload['region'], payload['own'], payload['env']],
    ['us-east-1', 'mine', 'AWS_Lambda_nodejs24.x'],
  );
  assert.match(String(payload['id']), /^ASIA/);
  assert.match(String(payload['trace']), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  for (const name of [
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_SESSION_TOKEN',
    'LAMBDA_TASK_ROOT',
    '_HANDLER',
    'TZ',
  ]) {
    assert.ok((payload['keys'] as string[]).includes(name), name);
  }
});

test('errors, exits and time-outs are answers with FunctionError; the next request is served', async () => {
  await stack.create(
    'trouble',
    `export const handler = async (how) => { if (how === 'throw') throw new TypeError('no'); if (how === 'exit') process.exit(2); if (how === 'hang') await new Promise((r) => setTimeout(r, 60000)); return how }`,
    { Timeout: 1, MemorySize: 512 },
  );
  const thrown = await stack.invoke('trouble', 'throw', { LogType: 'Tail' });
  assert.equal(thrown.error, 'Unhandled');
  const { errorType, errorMessage, trace } = thrown.payload as {
    errorType: string;
    errorMessage: string;
    trace: string[];
  };
  assert.deepEqual([errorType, errorMessage, trace[0]], ['TypeError', 'no', 'TypeError: no']);
  assert.match(thrown.log, /\tERROR\tInvoke Error \t\{"errorType":"TypeError"/);

  const exited = await stack.invoke('trouble', 'exit', { LogType: 'Tail' });
  const exit = exited.payload as { errorType: string; errorMessage: string };
  assert.equal(exit.errorType, 'Runtime.ExitError');
  assert.match(
    exit.errorMessage,
    /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 2$/,
  );
  assert.match(exited.log, /REPORT .*Status: error\tError Type: Runtime.ExitError/);

  const late = await stack.invoke('trouble', 'hang', { LogType: 'Tail' });
  const timeout = late.payload as { errorType: string; errorMessage: string };
  assert.equal(timeout.errorType, 'Sandbox.Timedout');
  assert.match(timeout.errorMessage, /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/);
  assert.match(late.log, /^\d{4}-\d\d-\d\dT\S+Z [0-9a-f-]{36} Task timed out after 1.00 seconds$/m);
  const duration = Number(/\tDuration: ([\d.]+) ms/.exec(late.log)?.[1]);
  assert.ok(duration >= 1000 && duration < 1100, String(duration));
  assert.equal((await stack.invoke('trouble', 'fine')).payload, 'fine');
});

test('code that cannot be loaded is told with the first request', async () => {
  await stack.create('broken', `import { nope } from './nowhere.mjs'; export const handler = nope`);
  const { payload, error } = await stack.invoke('broken');
  assert.equal(error, 'Unhandled');
  assert.equal((payload as { errorType: string }).errorType, 'Runtime.ImportModuleError');
});

test('events are accepted at once and run behind', async () => {
  await stack.create(
    'behind',
    `const seen = []; export const handler = async (event) => { if (event.tell) return seen; seen.push(event.n) }`,
  );
  await stack.invoke('behind', { tell: true });
  const accepted = await stack.lambda.send(
    new sdk.InvokeCommand({
      FunctionName: 'behind',
      InvocationType: 'Event',
      Payload: Buffer.from('{"n":1}'),
    }),
  );
  assert.deepEqual([accepted.StatusCode, accepted.Payload?.length ?? 0], [202, 0]);
  let seen: unknown;
  for (let n = 0; n < 50; n++) {
    seen = (await stack.invoke('behind', { tell: true })).payload;
    if ((seen as []).length > 0) break;
    await wait(50);
  }
  assert.deepEqual(seen, [1]);
  const dry = await stack.lambda.send(
    new sdk.InvokeCommand({ FunctionName: 'behind', InvocationType: 'DryRun' }),
  );
  assert.equal(dry.StatusCode, 204);
});

test('events that are too large or no JSON are refused', async () => {
  await stack.create('eat', `export const handler = async (event) => event.length`, { MemorySize: 1024 });
  assert.equal((await stack.invoke('eat', 'x'.repeat(6_291_000))).payload, 6_291_000);
  await refused(
    stack.invoke('eat', 'x'.repeat(6_291_456)),
    'RequestTooLargeException',
    413,
    '6291458 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
  );
  await refused(
    stack.invoke('eat', 'x'.repeat(1_048_576), { InvocationType: 'Event' }),
    'RequestTooLargeException',
    413,
  );
  const invalid = (InvocationType: 'RequestResponse' | 'Event') =>
    stack.lambda.send(
      new sdk.InvokeCommand({ FunctionName: 'eat', InvocationType, Payload: Buffer.from('{no') }),
    );
  await refused(
    invalid('RequestResponse'),
    'InvalidRequestContentException',
    400,
    /^Could not parse request body into json: /,
  );
  await refused(invalid('Event'), 'InvalidRequestContentException', 400);
});

test('concurrency is reserved, and over it requests are refused with 429', async () => {
  const { lambda } = stack;
  await stack.create(
    'slow',
    `export const handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); return 'done' }`,
    { Timeout: 10 },
  );
  const put = (n: number) =>
    lambda.send(
      new sdk.PutFunctionConcurrencyCommand({ FunctionName: 'slow', ReservedConcurrentExecutions: n }),
    );
  await put(1);
  assert.equal(
    (await lambda.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName: 'slow' })))
      .ReservedConcurrentExecutions,
    1,
  );
  const limits = await lambda.send(new sdk.GetAccountSettingsCommand({}));
  assert.equal(limits.AccountLimit?.UnreservedConcurrentExecutions, 999);
  const impatient = new sdk.LambdaClient({ ...stack.postern.client, maxAttempts: 1 });
  const call = () =>
    impatient.send(new sdk.InvokeCommand({ FunctionName: 'slow', Payload: Buffer.from('500') }));
  const first = call();
  await wait(150);
  await assert.rejects(call(), (error: sdk.TooManyRequestsException) => {
    assert.equal(error.name, 'TooManyRequestsException');
    assert.equal(error.$metadata.httpStatusCode, 429);
    assert.equal(error.Reason, 'ReservedFunctionConcurrentInvocationLimitExceeded');
    return true;
  });
  assert.equal((await first).StatusCode, 200);
  await refused(
    put(901),
    'InvalidParameterValueException',
    400,
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  );
  await put(0);
  await refused(call(), 'TooManyRequestsException', 429);
  await lambda.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName: 'slow' }));
  assert.equal((await call()).StatusCode, 200);
});

test('Python functions and bootstraps run beside Node', async () => {
  const python = {
    'app.py': `import boto3\ndef handler(event, context):\n    return [event, context.function_version, boto3.__name__]\n`,
  };
  await stack.create('python', '', {
    Runtime: 'python3.12',
    Handler: 'app.handler',
    Code: { ZipFile: await zip(python) },
  });
  assert.deepEqual((await stack.invoke('python', { a: 1 })).payload, [{ a: 1 }, '$LATEST', 'boto3']);
  const bootstrap = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
while true; do
  headers=$(mktemp)
  event=$(curl -sS -D "$headers" "$api/invocation/next")
  id=$(grep -i lambda-runtime-aws-request-id "$headers" | tr -d '[:space:]' | cut -d: -f2)
  echo "echoing" >&2
  curl -sS -X POST "$api/invocation/$id/response" -d "$event" > /dev/null
done
`;
  await stack.create('shell', '', {
    Runtime: 'provided.al2023',
    Handler: 'x',
    MemorySize: 1024,
    Code: { ZipFile: await zip({ 'bootstrap*': bootstrap }) },
  });
  const answer = await stack.invoke('shell', { b: 2 }, { LogType: 'Tail' });
  assert.deepEqual(answer.payload, { b: 2 });
  assert.match(answer.log, /^echoing$/m);
});
