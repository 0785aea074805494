import { type FileHandle, open, rm } from 'node:fs/promises';

/** How much is gathered before it is written, bytes; as much again may be on its way to the disk. */
const GATHER_BYTES = 1024 * 1024;

/** Writes a new file piece by piece: small ones in one go, large ones while the next pieces come. */
export class FileWriter {
  readonly #path: string;
  #file: FileHandle | undefined;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  /** @param path of a file that is not there yet */
  constructor(path: string) {
    this.#path = path;
  }

  /** Takes a piece; resolves when there is room for more. */
  async add(piece: Uint8Array): Promise<void> {
    this.#gathered.push(piece);
    this.#gatheredBytes += piece.length;
    if (this.#gatheredBytes >= GATHER_BYTES) await this.#flush();
  }

  /**
   * Writes what is left and closes the file.
   * @param sync force it to the disk
   */
  async finish(sync: boolean): Promise<void> {
    await this.#flush();
    await this.#writing;
    const file = this.#file;
    this.#file = undefined;
    if (sync) await file?.sync();
    await file?.close();
  }

  /** Closes and removes the file, whatever state it is in. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#file?.close().catch(() => {});
    await rm(this.#path, { force: true });
  }

  async #flush(): Promise<void> {
    const [first, ...more] = this.#gathered;
    const bytes = more.length > 0 ? Buffer.concat(this.#gathered) : first;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#writing;
    const file = (this.#file ??= await open(this.#path, 'wx', 0o600));
    if (bytes === undefined) return;
    this.#writing = file.writeFile(bytes); // goes on where the last ended, until all of it is written
    this.#writing.catch(() => {}); // told by the next to wait for it
  }
}
