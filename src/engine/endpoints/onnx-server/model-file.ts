import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * The model to serve from a model directory: `model.onnx`, otherwise the only `.onnx` file.
 * @throws Error that says what was found instead
 */
export async function findModelFile(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.onnx'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const named = files.find((file) => relative(directory, file) === 'model.onnx');
  const [only, another] = files;
  if (named) return named;
  if (only && !another) return only;
  if (!only) throw new Error('there is no .onnx file in the model artifact');
  const names = files.map((file) => relative(directory, file)).join(', ');
  throw new Error(`there are several .onnx files in the model artifact (${names}); name one model.onnx`);
}
