/**
 * `npm run bench [part ...]`: ratios against a floor or a peer run side by side, as tables and plots (bench/results/*.svg).
 * Parts: path (a), endpoint (b), function (c), start (d), cold (e); instances, python, batching; updates, reaction, simulator, growth. Default: all of these;
 * by its name only: reaction-real. BENCH_SECONDS sets the length of each load (default 8).
 */
import { benchBatching } from './batching.ts';
import { handlerAt, invokeEndpoint, invokeFunction, makeEcho, event, row, wholePath } from './cases.ts';
import { benchGrowth } from './growth.ts';
import { benchInstances } from './instances.ts';
import { peerMissing, startPeer } from './peer.ts';
import { startPostern } from './postern.ts';
import { freePort, startProgram } from './processes.ts';
import { benchPython } from './python.ts';
import { benchReaction } from './reaction.ts';
import { sideBySide } from './side-by-side.ts';
import { benchSimulator } from './simulator.ts';
import { benchColdStart, benchStart } from './start.ts';
import { benchUpdates } from './updates.ts';

const parts = process.argv.slice(2);
const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
const connections = [1, 8, 32];
const MODEL = 'examples/ridership/models/boosted.onnx';

/** The floor's processes and what they are called at. */
async function openFloor(stack: AsyncDisposableStack) {
  const ports = { model: await freePort(), handler: await freePort(), echo: await freePort() };
  const model = `http://127.0.0.1:${ports.model}`;
  const environment = {
    AWS_ENDPOINT_URL: model,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIABENCHMARKBENCHMA',
    AWS_SECRET_ACCESS_KEY: 'benchmark',
    ENDPOINT_NAME: 'ridership',
  };
  stack.use(await startProgram(['bench/floor/model.ts', String(ports.model), MODEL]));
  stack.use(await startProgram(['bench/floor/function.ts', String(ports.handler)], environment));
  stack.use(await startProgram(['bench/floor/echo.ts', String(ports.echo)]));
  return {
    ports,
    model,
    handler: `http://127.0.0.1:${ports.handler}/`,
    echo: `http://127.0.0.1:${ports.echo}/`,
  };
}

if (wanted('start')) await benchStart();
if (wanted('batching')) await benchBatching(seconds);
if (wanted('python')) await benchPython(connections, seconds);
if (wanted('instances')) {
  await using postern = await startPostern(await freePort());
  await benchInstances(postern, connections, seconds);
}
if (wanted('updates')) await benchUpdates();
if (wanted('reaction')) await benchReaction('quick');
if (parts.includes('reaction-real')) await benchReaction('real');
if (wanted('simulator')) await benchSimulator();
if (wanted('growth')) await benchGrowth(seconds);
if (['path', 'endpoint', 'function', 'cold'].some(wanted)) {
  await using stack = new AsyncDisposableStack();
  const postern = stack.use(await startPostern(await freePort()));
  const floor = await openFloor(stack);
  if (wanted('path')) {
    const contestants = [
      { name: 'floor: handler and model on bare node:http', target: handlerAt(floor.handler) },
      { name: 'postern: gateway, function, endpoint, model', target: wholePath(postern) },
    ];
    if (peerMissing) console.log(`serverless-offline is left out: ${peerMissing}\n`);
    else {
      const port = await freePort();
      stack.use(await startPeer(port, floor.ports.model));
      contestants.push({
        name: 'serverless-offline, same handler and model',
        target: handlerAt(`http://127.0.0.1:${port}/predictions`),
      });
    }
    await sideBySide({
      name: 'whole-path',
      title: 'The whole path: three records a request',
      contestants,
      connections,
      seconds,
    });
  }
  if (wanted('endpoint')) {
    const direct = {
      url: `${floor.model}/invocations`,
      method: 'POST' as const,
      headers: { 'content-type': 'text/csv', accept: 'text/csv' },
      body: row,
    };
    const contestants = [
      { name: 'the model process, called directly', target: direct },
      { name: 'InvokeEndpoint, signature verified', target: await invokeEndpoint(postern) },
    ];
    await sideBySide({
      name: 'invoke-endpoint',
      title: 'InvokeEndpoint: one row a request',
      contestants,
      connections,
      seconds,
    });
  }
  if (wanted('function')) {
    await makeEcho(postern, 'echo');
    const contestants = [
      {
        name: 'the handler behind bare node:http',
        target: { url: floor.echo, method: 'POST' as const, headers: {}, body: event },
      },
      { name: 'Invoke, signature verified', target: await invokeFunction(postern, 'echo') },
    ];
    await sideBySide({
      name: 'invoke-function',
      title: 'Invoke: a handler that answers its event',
      contestants,
      connections,
      seconds,
    });
  }
  if (wanted('cold')) await benchColdStart(postern);
}
