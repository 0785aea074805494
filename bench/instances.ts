/** What a second instance brings to a model that only computes, beside the model server called directly and a Python one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createModel, serveModel } from './endpoint.ts';
import { heavyModel, writeModel } from './models.ts';
import type { BenchPostern } from './postern.ts';
import { pythonMissing, startFlask, startOnnxServer } from './serving.ts';
import { sideBySide } from './side-by-side.ts';

/** Runs the part. @param seconds of each load */
export async function benchInstances(
  postern: BenchPostern,
  connections: readonly number[],
  seconds: number,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    const model = heavyModel();
    const directory = await writeModel(root, model);
    await using stack = new AsyncDisposableStack();
    await createModel(postern, model, directory);
    const direct = stack.use(await startOnnxServer(model, directory));
    const contestants = [
      { name: 'one model process, called directly', target: direct.target },
      { name: 'InvokeEndpoint, one instance', target: await serveModel(postern, model, 1) },
      { name: 'InvokeEndpoint, two instances', target: await serveModel(postern, model, 2) },
    ];
    for (const workers of pythonMissing ? [] : [1, 2]) {
      const flask = stack.use(await startFlask(model, directory, workers));
      contestants.push({ name: `Flask behind gunicorn, ${workers} process(es)`, target: flask.target });
    }
    if (pythonMissing) console.log(`the Python model server is left out: ${pythonMissing}\n`);
    const title = 'Instances: a model that computes for some 5 ms a row';
    await sideBySide({ name: 'instances', title, contestants, connections, seconds });
  } finally {
    await rm(root, { recursive: true });
  }
}
