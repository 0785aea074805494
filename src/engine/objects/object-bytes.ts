import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createDigest, type DigestAlgorithm, type Ids } from '../../kit/index.ts';
import { ExtentReader, slice } from './extent-reader.ts';
import { FileWriter } from './file-writer.ts';
import { Layout } from './layout.ts';
import { Leases } from './leases.ts';
import { type Draft, type Extent, type ReceiveSpec, TooLarge } from './spec.ts';

/** What an {@link ObjectBytes} needs. */
export interface ObjectBytesOptions {
  /** Made when it is missing. */
  readonly directory: string;
  readonly ids: Ids;
  /**
   * Whether bytes and names are forced to the disk before they count as kept. Without it they survive the death of the
   * process at any moment, as the records do, but not the loss of power.
   */
  readonly sync: boolean;
}

/**
 * The bytes of objects at rest: immutable files under random ids, nothing else known of them. What belongs to which object
 * is for others to remember. Bytes come in beside the rest and are moved to their place when they are whole.
 */
export class ObjectBytes {
  readonly #layout: Layout;
  readonly #ids: Ids;
  readonly #sync: boolean;
  readonly #leases = new Leases();
  readonly #shelves = new Set<string>();

  private constructor(options: ObjectBytesOptions) {
    this.#layout = new Layout(options.directory);
    this.#ids = options.ids;
    this.#sync = options.sync;
  }

  /** Opens the store in its directory and sweeps what an earlier life left half-made. */
  static async open(options: ObjectBytesOptions): Promise<ObjectBytes> {
    const opened = new ObjectBytes(options);
    const { incoming, resting } = opened.#layout;
    await rm(incoming, { recursive: true, force: true });
    for (const needed of [incoming, resting]) await mkdir(needed, { recursive: true, mode: 0o700 });
    for (const shelf of await readdir(resting)) opened.#shelves.add(shelf);
    return opened;
  }

  /**
   * Writes what `source` gives, taking digests on the way and holding the source back when the disk is slower.
   * @throws {TooLarge}; whatever the source throws; then nothing is left
   */
  async receive(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, spec: ReceiveSpec): Promise<Draft> {
    const id = this.#ids.hex(32);
    const digests = spec.digests.map((algorithm) => [algorithm, createDigest(algorithm)] as const);
    const maxBytes = spec.maxBytes ?? Number.POSITIVE_INFINITY;
    const file = new FileWriter(this.#layout.draft(id));
    // whoever sent the bytes may still want an answer: their stream is not ours to destroy
    const pieces = source instanceof Readable ? source.iterator({ destroyOnReturn: false }) : source;
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes > maxBytes) throw new TooLarge(maxBytes);
        for (const [, digest] of digests) digest.update(piece);
        await file.add(piece);
      }
      await file.finish(this.#sync);
    } catch (error) {
      await file.abandon();
      throw error;
    }
    return this.#draft(
      id,
      bytes,
      new Map(digests.map(([algorithm, digest]) => [algorithm, digest.digest()])),
    );
  }

  /** The same bytes under a new id, sharing the disk's blocks where the file system can. */
  async duplicate(extent: Extent): Promise<Draft> {
    const id = this.#ids.hex(32);
    const from = this.#layout.file(extent.id);
    const to = this.#layout.draft(id);
    using _lease = this.#leases.take([extent.id]);
    try {
      await link(from, to);
    } catch (error) {
      if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await copyFile(from, to, constants.COPYFILE_FICLONE);
    }
    return this.#draft(id, extent.bytes, new Map());
  }

  /**
   * A stream of `bytes` bytes of the extents, taken as one, from offset `from`. Bytes that are removed meanwhile stay until it
   * is closed: read it to its end or destroy it.
   */
  read(extents: readonly Extent[], from: number, bytes: number): Promise<Readable> {
    if (bytes === 0) return Promise.resolve(Readable.from([], { objectMode: false }));
    const lease = this.#leases.take(extents.map(({ id }) => id));
    return ExtentReader.open(
      slice(extents, from, bytes, (id) => this.#layout.file(id)),
      lease,
    );
  }

  /** Removes bytes, kept or not, once nobody reads them. Those that are gone already are no error. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.#leases.free(id);
      await rm(this.#layout.file(id), { force: true });
    }
  }

  #draft(id: string, bytes: number, digests: ReadonlyMap<DigestAlgorithm, Buffer>): Draft {
    let mine = true;
    return {
      id,
      bytes,
      digests,
      keep: async () => {
        await this.#makeShelf(id);
        await rename(this.#layout.draft(id), this.#layout.file(id));
        mine = false;
        if (this.#sync) await syncDirectory(this.#layout.shelf(id));
      },
      [Symbol.asyncDispose]: async () => {
        if (mine) await rm(this.#layout.draft(id), { force: true });
      },
    };
  }

  async #makeShelf(id: string): Promise<void> {
    const shelf = id.slice(0, 2);
    if (this.#shelves.has(shelf)) return;
    await mkdir(this.#layout.shelf(id), { recursive: true, mode: 0o700 });
    if (this.#sync) await syncDirectory(this.#layout.resting);
    this.#shelves.add(shelf);
  }
}

/** What file systems say that cannot link, or not once more. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'ENOSYS']);

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  await directory.sync();
}
