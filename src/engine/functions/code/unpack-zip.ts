import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join, normalize, posix } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';

/** Why an archive was not unpacked. */
export type ArchiveFault = { readonly fault: 'unreadable' | 'too-large' | 'unsafe'; readonly detail: string };

/** What an archive may hold at most. */
export interface ArchiveLimits {
  /** Of all files together, unpacked. */
  readonly unpackedBytes: number;
  readonly entries: number;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const LONGEST_LINK_BYTES = 4096;

class Refused extends Error {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

/**
 * Unpacks a zip archive into an empty directory. Nothing is written outside: names that lead out are refused, and so are
 * links that do. What the archive says of its sizes is not believed but counted.
 * @returns the bytes unpacked, or why it was refused; then what was written so far is left for the caller to remove
 */
export async function unpackZip(
  archive: Buffer,
  directory: string,
  limits: ArchiveLimits,
): Promise<number | ArchiveFault> {
  try {
    return await new Unpacking(directory, limits).run(archive);
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EMFILE' || code === 'EACCES') throw error;
    return { fault: 'unreadable', detail: message };
  }
}

class Unpacking {
  readonly #directory: string;
  readonly #limits: ArchiveLimits;
  readonly #links: { place: string; target: string }[] = [];
  readonly #made = new Set<string>();
  #bytes = 0;

  constructor(directory: string, limits: ArchiveLimits) {
    this.#directory = directory;
    this.#limits = limits;
  }

  async run(archive: Buffer): Promise<number> {
    const { fromBufferPromise } = await import('yauzl'); // not before: the start of the server waits for what is imported above
    const zip = await fromBufferPromise(archive, { lazyEntries: true, strictFileNames: false });
    if (zip.entryCount > this.#limits.entries) {
      throw new Refused({ fault: 'too-large', detail: `more than ${this.#limits.entries} entries` });
    }
    for await (const entry of zip.eachEntry()) await this.#unpack(zip, entry);
    // Links come last: nothing of the archive can be written through one.
    for (const { place, target } of this.#links) await symlink(target, place);
    return this.#bytes;
  }

  async #unpack(zip: ZipFile, entry: Entry): Promise<void> {
    const name = safeName(entry.fileName);
    const place = join(this.#directory, name);
    if (entry.fileName.endsWith('/')) return this.#makeDirectory(place);
    await this.#makeDirectory(dirname(place));
    if (entry.isEncrypted()) throw new Refused({ fault: 'unreadable', detail: `${name} is encrypted` });
    const mode = entry.externalFileAttributes >>> 16;
    const stream = await zip.openReadStreamPromise(entry);
    if ((mode & FILE_TYPE) === LINK) {
      const target = await readLink(stream);
      checkLink(name, target);
      this.#links.push({ place, target });
      return;
    }
    const permissions = mode & 0o777 ? (mode & 0o777) | 0o444 : 0o644;
    await pipeline(stream, this.#counter(), createWriteStream(place, { flags: 'wx', mode: permissions }));
  }

  #counter(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#bytes += chunk.length;
        if (this.#bytes > this.#limits.unpackedBytes) {
          done(
            new Refused({
              fault: 'too-large',
              detail: `more than ${this.#limits.unpackedBytes} bytes unpacked`,
            }),
          );
        } else done(null, chunk);
      },
    });
  }

  async #makeDirectory(path: string): Promise<void> {
    if (this.#made.has(path)) return;
    await mkdir(path, { recursive: true });
    this.#made.add(path);
  }
}

/** The name of an entry as a path below the directory. */
function safeName(name: string): string {
  const path = normalize(name);
  if (
    path.startsWith('/') ||
    path === '..' ||
    path.startsWith('../') ||
    name.includes('\0') ||
    name.includes('\\')
  ) {
    throw new Refused({
      fault: 'unsafe',
      detail: `the name ${JSON.stringify(name)} leads out of the archive`,
    });
  }
  return path;
}

function checkLink(name: string, target: string): void {
  const end = posix.normalize(posix.join(posix.dirname(name), target));
  if (target.startsWith('/') || end === '..' || end.startsWith('../') || target.includes('\0')) {
    throw new Refused({ fault: 'unsafe', detail: `the link ${name} leads out of the archive` });
  }
}

async function readLink(stream: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    bytes += piece.length;
    if (bytes > LONGEST_LINK_BYTES) throw new Refused({ fault: 'unreadable', detail: 'a link is too long' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
