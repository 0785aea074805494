import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchModel, writeModel } from './models.ts';

/** Runs `work` with a directory that has the model in it, and takes it away. */
export async function withModelDirectory(
  model: BenchModel,
  work: (directory: string) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  try {
    await work(await writeModel(root, model));
  } finally {
    await rm(root, { recursive: true });
  }
}
