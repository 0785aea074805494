import { mkdir } from 'node:fs/promises';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What an archive may unpack to. */
export interface UnpackLimits {
  readonly bytes: number;
  readonly entries: number;
}

const plainTypes = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir']);

/** Why an entry may not be written: it would leave the directory, or is neither file nor directory. */
function refusal(entry: { path: string; type: string }): string | undefined {
  if (!plainTypes.has(entry.type)) return `${entry.path} is a ${entry.type}`;
  if (entry.path.startsWith('/') || entry.path.includes('\0')) return `${entry.path} is not a relative path`;
  if (entry.path.split('/').includes('..')) return `${entry.path} leaves the directory`;
  return undefined;
}

/**
 * Unpacks a gzipped tar archive into a directory, which is made. Only files and directories below it are written.
 * @throws Error when the archive is broken, holds anything else, or is larger than allowed
 */
export async function unpackTarGz(
  source: Readable,
  directory: string,
  limits: UnpackLimits,
  signal?: AbortSignal,
): Promise<void> {
  const { Unpack } = await import('tar'); // not before: the start of the server waits for what is imported above
  await mkdir(directory, { recursive: true });
  let bytes = 0;
  let entries = 0;
  const fail = (message: string): false => {
    unpack.abort(new Error(message));
    return false;
  };
  const unpack = new Unpack({
    cwd: directory,
    strict: true,
    gzip: true,
    preserveOwner: false,
    fmode: 0o644,
    dmode: 0o755,
    filter: (_path, entry) => {
      if (!('type' in entry)) return true;
      const problem = refusal(entry as { path: string; type: string });
      if (problem !== undefined) return fail(problem);
      bytes += entry.size ?? 0;
      entries += 1;
      if (bytes > limits.bytes) return fail(`the archive unpacks to more than ${limits.bytes} bytes`);
      return entries <= limits.entries || fail(`the archive has more than ${limits.entries} entries`);
    },
  });
  // It says 'close' when it has read the archive and 'finish' when it has written what was in it: a pipeline by itself would
  // take the one for the other.
  const sink = new Writable({
    write: (piece: Buffer, _encoding, taken) => {
      if (unpack.write(piece)) taken();
      else unpack.once('drain', taken);
    },
    final: (written) => {
      unpack.once('finish', written);
      unpack.end();
    },
  });
  unpack.on('error', (error) => sink.destroy(error as Error));
  await pipeline(source, gzipOnly, sink, signal ? { signal } : {});
}

/** Passes a stream on if it begins as gzip does: a plain tar is not what was announced. */
async function* gzipOnly(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const piece of source) {
    if (piece.length === 0) continue;
    if (first && (piece[0] !== 0x1f || (piece.length > 1 && piece[1] !== 0x8b))) throw new Error('not gzip');
    first = false;
    yield piece;
  }
  if (first) throw new Error('the archive is empty');
}
