import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { scripted } from '../../models/scripted.ts';
import { createConfig, createModel, prepare, settled, tarGz } from './fixtures.ts';
import { openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  const { path } = resources.use(await stateDirectory());
  stack = resources.use(await openStack(path, { enforceInstanceSize: true }));
  await prepare(stack);
});
after(() => resources.disposeAsync());

/** Spins for 400 ms of wall time in each of two threads, and answers the CPU time it got for that. */
const spinner = `
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
const spin = () => new Promise((resolve) => new Worker('for (const end = Date.now() + 400; Date.now() < end; );', { eval: true }).on('exit', resolve));
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  const before = process.cpuUsage();
  const startedAt = Date.now();
  await Promise.all([spin(), spin()]);
  const used = process.cpuUsage(before);
  response.end(JSON.stringify((used.user + used.system) / 1000 / (Date.now() - startedAt)));
}).listen(process.env.PORT, '127.0.0.1');`;

async function serve(name: string, command: readonly string[], instanceType: string) {
  stack.images.add({ name, command: [...command] });
  await createModel(stack, name, tarGz([{ name: 'nothing', data: Buffer.from('-') }]), { Image: name });
  await createConfig(stack, name, name, { InstanceType: instanceType as 'ml.c8g.medium' });
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const { EndpointStatus } = await settled(stack, name);
  assert.equal(EndpointStatus, 'InService');
  return async (Body: string): Promise<string> => {
    const answer = await stack.runtime.send(new InvokeEndpointCommand({ EndpointName: name, Body }));
    return Buffer.from(answer.Body as Uint8Array).toString();
  };
}

test('an instance of one processor gets no more than one', async () => {
  const ask = await serve(
    'spinner',
    [process.execPath, '--input-type=module', '--eval', spinner],
    'ml.c8g.medium',
  );
  const processors = Number(await ask('spin'));
  assert.ok(processors > 0.1 && processors < 1.4, `${processors} processors`);
});

test('an instance that takes more memory than its type has is ended, and serves again', async () => {
  const { command, args } = scripted();
  const ask = await serve('eater', [command, ...args], 'ml.c8g.medium'); // 2 GiB
  await assert.rejects(ask('eat'), { name: 'ModelError' });
  assert.match(await ask('hello'), /^hello \d+$/);
});
