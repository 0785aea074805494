import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import {
  InvokeEndpointCommand,
  InvokeEndpointWithResponseStreamCommand,
} from '@aws-sdk/client-sagemaker-runtime';
import { scripted } from '../../models/scripted.ts';
import { without } from '../../other-clients.ts';
import { boto3 } from '../sagemaker/clients.ts';
import { createConfig, createModel, prepare, settled } from '../sagemaker/fixtures.ts';
import { openStack, type Stack, stateDirectory } from '../sagemaker/stack.ts';
import { anything } from './scripted-container.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
  const { command, args } = scripted();
  stack.images.add({ name: 'stateful', command: [command, ...args] });
  await createModel(stack, 'stateful', anything, { Image: 'stateful' });
  await createConfig(stack, 'stateful', 'stateful', { InitialInstanceCount: 2 });
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'stateful', EndpointConfigName: 'stateful' }),
  );
  await settled(stack, 'stateful');
});
after(() => resources.disposeAsync());

const ask = async (Body: string, SessionId?: string) => {
  const answer = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName: 'stateful', Body, SessionId }),
  );
  return { ...answer, text: Buffer.from(answer.Body as Uint8Array).toString() };
};

/** Opens a session that lasts so long; answers its id. */
async function open(ms?: number): Promise<string> {
  const { NewSessionId = '', text } = await ask(ms === undefined ? 'open' : `open ${ms}`, 'NEW_SESSION');
  assert.match(NewSessionId, /^s\d+-\d+; Expires=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(text, 'NEW_SESSION', 'the container is told that a session is asked for');
  return NewSessionId.split(';')[0] as string;
}

const isLost = (id: string) =>
  assert.rejects(ask('recall', id), {
    name: 'ValidationError',
    message: new RegExp(`^Session ${id} .* not found`),
  });

test('the requests of a session go to the instance that opened it', async () => {
  const sessions = await Promise.all(Array.from({ length: 6 }, () => open()));
  for (let turn = 1; turn <= 5; turn++) {
    const answers = await Promise.all(sessions.map((id) => ask('recall', id)));
    assert.deepEqual(
      answers.map(({ text }) => text),
      sessions.map((id) => `${id} ${turn}`),
    );
  }
  assert.equal(new Set(sessions.map((id) => id.split('-')[0])).size, 2, 'both instances have some');
});

test('a closed session is not found any more', async () => {
  const id = await open();
  const closed = await ask('close', id);
  assert.equal(closed.ClosedSessionId, id);
  await isLost(id);
});

test('a session ends when it expires', async () => {
  const id = await open(1_000); // whole seconds are told: between 0 and 1 s from now
  await pause(1_100);
  await isLost(id);
});

test('a session nobody opened is not found', () => isLost('nobody'));

test('an id that no session can have is refused', () =>
  assert.rejects(ask('recall', 'not a session'), { name: 'ValidationError' }));

test('an answer of a session comes as a stream, too', async () => {
  const id = await open();
  const command = new InvokeEndpointWithResponseStreamCommand({
    EndpointName: 'stateful',
    Body: 'recall',
    SessionId: id,
  });
  const { Body } = await stack.runtime.send(command);
  let text = '';
  for await (const { PayloadPart } of Body ?? []) text += Buffer.from(PayloadPart?.Bytes ?? []).toString();
  assert.equal(text, `${id} 1`);
});

test('sessions are lost with the container that knew them, and those of the other instance are not', async () => {
  const sessions = await Promise.all(Array.from({ length: 12 }, () => open()));
  const pid = Number(/\d+/.exec(sessions[0] ?? '')?.[0]);
  process.kill(pid, 'SIGKILL');
  await pause(50);
  for (const id of sessions) {
    if (id.startsWith(`s${pid}-`)) await isLost(id);
    else assert.equal((await ask('recall', id)).text, `${id} 1`);
  }
});

test('boto3 opens, uses and closes a session', { skip: without.boto3 }, async () => {
  const said = await boto3(
    stack,
    `runtime = boto3.client('sagemaker-runtime')
ask = lambda body, session: runtime.invoke_endpoint(EndpointName='stateful', Body=body, SessionId=session)
opened = ask('open', 'NEW_SESSION')['NewSessionId'].split(';')[0]
recalled = ask('recall', opened)['Body'].read().decode()
closed = ask('close', opened)['ClosedSessionId']
print(json.dumps([recalled == opened + ' 1', closed == opened]))`,
  );
  assert.deepEqual(said, [true, true]);
});
