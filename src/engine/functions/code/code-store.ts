import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ids } from '../../../kit/index.ts';
import { type ArchiveFault, type ArchiveLimits, unpackZip } from './unpack-zip.ts';

/** An archive that is kept. */
export interface StoredCode {
  /** Its SHA-256 in hexadecimal: the same archive is kept once. */
  readonly id: string;
  /** Its SHA-256 in base64. */
  readonly sha256: string;
  readonly zippedBytes: number;
  readonly unpackedBytes: number;
}

const SCRATCH = 'new-';

/** The code of functions and layers on disk: each archive once, unpacked, whole or not at all. */
export class CodeStore {
  readonly #root: string;
  readonly #ids: Ids;
  readonly #limits: ArchiveLimits;
  /** Archives that were added and are not recorded by anyone yet. */
  readonly #held = new Map<string, number>();

  private constructor(root: string, ids: Ids, limits: ArchiveLimits) {
    this.#root = root;
    this.#ids = ids;
    this.#limits = limits;
  }

  /** Opens the store in a directory of its own; what was half-made is removed. */
  static async open(root: string, ids: Ids, limits: ArchiveLimits): Promise<CodeStore> {
    await mkdir(root, { recursive: true });
    for (const name of await readdir(root)) {
      if (name.startsWith(SCRATCH)) await rm(join(root, name), { recursive: true, force: true });
    }
    return new CodeStore(root, ids, limits);
  }

  /** Where the archive lies unpacked. */
  directory(id: string): string {
    return join(this.#root, id, 'unpacked');
  }

  /** The archive as it came. */
  zip(id: string): Promise<Buffer> {
    return readFile(join(this.#root, id, 'code.zip'));
  }

  /** Keeps an archive, and holds it until `release`: nobody collects it before it is recorded. */
  async add(archive: Buffer): Promise<StoredCode | ArchiveFault> {
    const hash = createHash('sha256').update(archive);
    const id = hash.copy().digest('hex');
    const code = { id, sha256: hash.digest('base64'), zippedBytes: archive.length };
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    const known = await this.#unpackedBytes(id);
    if (known !== undefined) return { ...code, unpackedBytes: known };
    const unpacked = await this.#unpack(id, archive);
    if (typeof unpacked === 'number') return { ...code, unpackedBytes: unpacked };
    this.release(id);
    return unpacked;
  }

  /** Ends the hold of one `add`. */
  release(id: string): void {
    const holds = (this.#held.get(id) ?? 0) - 1;
    if (holds > 0) this.#held.set(id, holds);
    else this.#held.delete(id);
  }

  /** Removes what is neither used nor held. */
  async collect(used: ReadonlySet<string>): Promise<void> {
    for (const id of await readdir(this.#root)) {
      if (used.has(id) || this.#held.has(id) || id.startsWith(SCRATCH)) continue;
      await rm(join(this.#root, id), { recursive: true, force: true });
    }
  }

  async #unpackedBytes(id: string): Promise<number | undefined> {
    const text = await readFile(join(this.#root, id, 'bytes'), 'latin1').catch(() => undefined);
    return text === undefined ? undefined : Number(text);
  }

  async #unpack(id: string, archive: Buffer): Promise<number | ArchiveFault> {
    const scratch = join(this.#root, `${SCRATCH}${this.#ids.hex(16)}`);
    try {
      await mkdir(join(scratch, 'unpacked'), { recursive: true });
      const unpacked = await unpackZip(archive, join(scratch, 'unpacked'), this.#limits);
      if (typeof unpacked !== 'number') return unpacked;
      await writeFile(join(scratch, 'code.zip'), archive);
      await writeFile(join(scratch, 'bytes'), String(unpacked));
      const place = join(this.#root, id);
      if (!existsSync(place)) {
        await rename(scratch, place).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // someone else was as fast
        });
      }
      return unpacked;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
