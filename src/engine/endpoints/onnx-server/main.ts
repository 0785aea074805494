import { relative } from 'node:path';
import { Batcher } from './batcher.ts';
import { Model } from './model.ts';
import { findModelFile } from './model-file.ts';
import { predictor } from './predict.ts';
import { isRowWise } from './row-wise.ts';
import { modelServer } from './serve.ts';
import { frameServer } from './serve-frames.ts';
import { showShape, type TensorSpec } from './signature.ts';

// The ONNX server: a program of its own, one process an instance. Its settings are its environment, as a container's are.
const setting = (name: string, fallback: string): string => process.env[name] || fallback;
const directory = setting('SM_MODEL_DIR', '/opt/ml/model');
const port = Number(setting('SAGEMAKER_BIND_TO_PORT', setting('PORT', '8080')));
const socket = process.env['POSTERN_BIND_TO_SOCKET'];
const framesSocket = process.env['POSTERN_FRAMES_SOCKET'];
const threads = Number(setting('ONNX_THREADS', '1'));
const maxRows = Number(setting('ONNX_MAX_BATCH_ROWS', '256'));

const show = (spec: TensorSpec): string => `${spec.name} ${spec.type}${showShape(spec.shape)}`;

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

async function load(): Promise<Model> {
  const file = await findModelFile(directory).catch((error: Error) =>
    fail(`cannot find the model: ${error.message}`),
  );
  const name = relative(directory, file);
  try {
    const model = await Model.open(file, threads);
    console.log(
      `loaded ${name}: ${model.signature.inputs.map(show).join(', ')} -> ${model.signature.outputs.map(show).join(', ')}`,
    );
    return model;
  } catch (error) {
    // ONNX Runtime names the file by its whole path, which is nobody's business here.
    fail(`cannot load the model ${name}: ${(error as Error).message.replaceAll(file, name)}`);
  }
}

const model = await load();
const together = setting('ONNX_BATCHING', 'on') !== 'off' && (await isRowWise(model));
const fixedRows = model.signature.inputs.every((spec) => spec.shape.length > 0)
  ? model.signature.inputs[0]?.shape[0]
  : undefined;
const batcher = new Batcher((tensors) => model.run(tensors), { together, maxRows, fixedRows });
const predict = predictor(model.signature, batcher);
const server = modelServer(predict);
server.on('error', (error) => fail(`cannot listen: ${error.message}`));
const listening = () =>
  console.log(`serving (requests that wait are ${together ? 'run together' : 'run one by one'})`);
if (framesSocket) frameServer(predict).listen(framesSocket).unref();
if (socket) server.listen(socket, listening);
else server.listen(port, setting('POSTERN_BIND_TO_HOST', '127.0.0.1'), listening);

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
