import { totalmem } from 'node:os';
import type { Server } from 'node:http';
import { load, type RunSettings } from './load.ts';
import { ModelTable } from './model-table.ts';
import { modelServer } from './serve.ts';
import { frameServer } from './serve-frames.ts';
import { manyModelsServer } from './serve-many.ts';

// The ONNX server: a program of its own, one process an instance. Its settings are its environment, as a container's are.
const setting = (name: string, fallback: string): string => process.env[name] || fallback;
const port = Number(setting('SAGEMAKER_BIND_TO_PORT', setting('PORT', '8080')));
const socket = process.env['POSTERN_BIND_TO_SOCKET'];
const framesSocket = process.env['POSTERN_FRAMES_SOCKET'];
const settings: RunSettings = {
  threads: Number(setting('ONNX_THREADS', '1')),
  maxRows: Number(setting('ONNX_MAX_BATCH_ROWS', '256')),
  maxWaitMs: Number(setting('ONNX_MAX_BATCH_WAIT_MICROSECONDS', '0')) / 1000,
  batching: setting('ONNX_BATCHING', 'on') !== 'off',
};

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

async function one(): Promise<Server> {
  const directory = setting('SM_MODEL_DIR', '/opt/ml/model');
  const model = await load(directory, settings).catch((error: Error) => fail(error.message));
  if (framesSocket) frameServer(model.predict).listen(framesSocket).unref();
  console.log(`serving (requests that wait are ${model.together ? 'run together' : 'run one by one'})`);
  return modelServer(model.predict);
}

/** Models come and go; when there is no room for another one, the caller is told and takes one away. */
function many(): Server {
  const allowed = process.constrainedMemory();
  const memory = allowed > 0 && allowed < totalmem() ? allowed : totalmem() / 2;
  const limits = {
    models: Number(setting('ONNX_MAX_MODELS', '10000')),
    memoryBytes: Number(setting('ONNX_MEMORY_MB', `${Math.floor((memory * 0.9) / 2 ** 20)}`)) * 2 ** 20,
  };
  console.log('serving models as they are loaded');
  return manyModelsServer(new ModelTable(limits, settings));
}

const server = process.env['SAGEMAKER_MULTI_MODEL'] === 'true' ? many() : await one();
server.on('error', (error) => fail(`cannot listen: ${error.message}`));
if (socket) server.listen(socket);
else server.listen(port, setting('POSTERN_BIND_TO_HOST', '127.0.0.1'));

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
