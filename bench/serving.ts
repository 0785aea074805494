import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './load.ts';
import type { BenchModel } from './models.ts';
import { freePort, root } from './processes.ts';

/** A model server by the container contract, called without anything between. */
export interface ModelServer extends AsyncDisposable {
  readonly pid: number;
  readonly target: Target;
}

const peers = join(root, 'bench', 'peers', 'python');
const venv = join(peers, 'venv', 'bin');

/** Why a Python model server cannot be run beside; undefined when it can. */
export const pythonMissing = existsSync(join(venv, 'gunicorn'))
  ? undefined
  : 'not installed: see bench/peers/python/requirements.txt';

/** The command of a program that obeys the container contract and has no model. */
export const tinyModel: readonly [string, ...string[]] = [
  'python3',
  '-S',
  join(root, 'bench', 'floor', 'tiny-model.py'),
];

/** The ONNX server on a model directory. */
export const startOnnxServer = (
  model: BenchModel,
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ModelServer> =>
  start(process.execPath, ['--no-warnings', 'src/engine/endpoints/onnx-server/main.ts'], model, {
    SM_MODEL_DIR: directory,
    ...environment,
  });

/** Flask behind gunicorn, with as many processes as `workers` and eight threads each. */
export const startFlask = async (
  model: BenchModel,
  directory: string,
  workers: number,
): Promise<ModelServer> => {
  const options = ['-w', `${workers}`, '--threads', '8', '--keep-alive', '60', '--log-level', 'error'];
  return start(join(venv, 'gunicorn'), ['--chdir', peers, ...options, 'server:app'], model, {
    SM_MODEL_DIR: directory,
  });
};

/** The Python server with the same model as a script. */
export const startScript = (model: BenchModel, directory: string): Promise<ModelServer> =>
  start(join(venv, 'python'), ['-B', 'src/engine/endpoints/python-server/main.py'], model, {
    SM_MODEL_DIR: directory,
    SAGEMAKER_SUBMIT_DIRECTORY: peers,
    SAGEMAKER_CONTAINER_LOG_LEVEL: '40',
  });

/** Answers without a model: a process that takes next to nothing. */
export const startTinyModel = (model: BenchModel): Promise<ModelServer> =>
  start(tinyModel[0], tinyModel.slice(1), model, {});

async function start(
  command: string,
  args: readonly string[],
  model: BenchModel,
  environment: Readonly<Record<string, string>>,
): Promise<ModelServer> {
  const port = await freePort();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, PORT: `${port}` }, // gunicorn, too, binds to it
  });
  const exited = once(child, 'exit');
  while (!(await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`${command} ended before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    pid: child.pid as number,
    target: {
      url: `http://127.0.0.1:${port}/invocations`,
      method: 'POST',
      headers: { 'content-type': 'text/csv', accept: 'text/csv' },
      body: model.row,
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
