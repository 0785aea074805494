/** The ONNX server and the Python server beside what one would otherwise write in Python: Flask behind gunicorn, same model. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { denseModel, writeModel } from './models.ts';
import { pythonMissing, startFlask, startOnnxServer, startScript } from './serving.ts';
import { sideBySide } from './side-by-side.ts';

/** Runs the part. @param seconds of each load */
export async function benchPython(connections: readonly number[], seconds: number): Promise<void> {
  if (pythonMissing) return console.log(`the Python model server is left out: ${pythonMissing}\n`);
  const root = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const model = denseModel();
    const directory = await writeModel(root, model);
    await using stack = new AsyncDisposableStack();
    const flask = stack.use(await startFlask(model, directory, 1));
    const script = stack.use(await startScript(model, directory));
    const onnx = stack.use(await startOnnxServer(model, directory));
    await sideBySide({
      name: 'python-model-server',
      title: 'A model server of one process, called directly: one row a request, dense model',
      contestants: [
        { name: 'Flask behind gunicorn, onnxruntime', target: flask.target },
        { name: 'script mode, the same code', target: script.target },
        { name: 'ONNX server', target: onnx.target },
      ],
      connections,
      seconds,
    });
  } finally {
    await rm(root, { recursive: true });
  }
}
