import { join } from 'node:path';
import type { Machine } from '../../machine/index.ts';
import type { ContainerSpec } from './spec.ts';

/** Names the Python that serves a model, in the model's environment: a path, or a program on its `PATH`. */
const PYTHON = 'POSTERN_PYTHON';

/** The oldest Python the server runs on. */
const OLDEST_MINOR = 9;

/**
 * The container that runs a user's `inference.py` with a Python of this machine.
 * @param env its environment; `SM_MODEL_DIR` names the directory of the model, `POSTERN_PYTHON` the interpreter
 * @param framework whose defaults stand in for functions that the script leaves out: `scikit-learn`, `pytorch` or none
 */
export function pythonServer(env: Readonly<Record<string, string>>, framework = ''): ContainerSpec {
  return {
    command: env[PYTHON] || 'python3',
    // -B: no compiled files are left in the program's or the model's directory
    args: ['-B', join(import.meta.dirname, 'python-server', 'main.py')],
    env: { ...env, POSTERN_FRAMEWORK: framework },
    listensOnSocket: true,
    ...(env[PYTHON] ? {} : { findCommand }),
  };
}

/** The newest Python of the machine. */
async function findCommand(machine: Machine): Promise<string> {
  const [newest] = await machine.pythons();
  if (newest && Number(newest.version.split('.')[1]) >= OLDEST_MINOR) return newest.path;
  throw new Error(
    `no Python 3.${OLDEST_MINOR} or newer was found on this machine; install one, or name it in ${PYTHON}`,
  );
}
