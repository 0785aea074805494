import type { Draft } from '../../engine/objects/index.ts';
import type { S3Parts } from './context.ts';

/**
 * Makes a change to the records that needs new bytes, or leaves old ones without an owner: all of it or nothing, at whatever moment
 * the process dies. `change` runs in one transaction, after the drafts are at their place; it hands `free` the bytes nobody needs any
 * more. They go in the background, once those who read them are done.
 */
export async function settle<Result>(
  parts: S3Parts,
  drafts: readonly Draft[],
  change: (free: (ids: readonly string[]) => void) => Result,
): Promise<Result> {
  const { store, bytes, loose } = parts;
  const ours = drafts.map(({ id }) => id);
  const unneeded: string[] = [];
  if (ours.length) loose.add(ours);
  try {
    for (const draft of drafts) await draft.keep();
    return store.transaction(() => {
      const result = change((ids) => unneeded.push(...ids));
      loose.drop(ours);
      loose.add(unneeded);
      return result;
    });
  } catch (error) {
    unneeded.splice(0, unneeded.length, ...ours);
    throw error;
  } finally {
    if (unneeded.length)
      parts.background(
        's3: free bytes',
        bytes.remove(unneeded).then(() => loose.drop(unneeded)),
      );
  }
}
