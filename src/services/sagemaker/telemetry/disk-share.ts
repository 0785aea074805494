import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The share of its file system that the files below a directory take, percent; 0 when it is not there. */
export async function diskShare(directory: string): Promise<number> {
  try {
    const [used, { blocks, bsize }] = await Promise.all([bytesBelow(directory), statfs(directory)]);
    return (100 * used) / (blocks * bsize);
  } catch {
    return 0; // it is not there, or goes away right now
  }
}

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const found = await stat(join(parentPath, name)).catch(() => undefined);
      return found ? found.blocks * 512 : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
