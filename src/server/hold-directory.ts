import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Takes a directory for this process alone, by a lock of the system on a file in it: it goes with the process, however that ends, and
 * nothing stale can be left.
 * @returns what lets go of it, or undefined when someone holds it
 */
export function holdDirectory(path: string): Disposable | undefined {
  const file = new DatabaseSync(join(path, 'lock'), { timeout: 0 });
  try {
    file.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => file.close() };
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
