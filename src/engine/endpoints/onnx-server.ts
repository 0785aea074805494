import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContainerSpec } from './spec.ts';

/**
 * The container that serves ONNX models with this very Node.
 * @param env its environment; `SM_MODEL_DIR` names the directory of the model
 */
export function onnxServer(env: Readonly<Record<string, string>>): ContainerSpec {
  // Source when run from source, built when run from a package.
  const main = fileURLToPath(new URL(`./onnx-server/main${extname(import.meta.filename)}`, import.meta.url));
  return {
    command: process.execPath,
    args: ['--no-warnings', main],
    env,
    listensOnSocket: true,
    takesFrames: true,
  };
}
