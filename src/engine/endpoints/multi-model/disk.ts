import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** One artifact on disk. */
interface Kept {
  readonly bytes: number;
  usedAt: number;
}

/** The unpacked artifacts of one instance: what was used least recently goes when there is no more room. */
export class ModelDisk {
  readonly #directory: string;
  readonly #limitBytes: number;
  readonly #kept = new Map<string, Kept>();
  #clockHand = 0;

  constructor(directory: string, limitBytes: number) {
    this.#directory = directory;
    this.#limitBytes = limitBytes;
  }

  /** Where the artifact of that name is, or belongs. */
  pathOf(name: string): string {
    return join(this.#directory, name, 'model');
  }

  /** Whether it is there; it is then the one used last. */
  has(name: string): boolean {
    const kept = this.#kept.get(name);
    if (kept) kept.usedAt = ++this.#clockHand;
    return kept !== undefined;
  }

  /** Takes in an artifact that was brought to its path, and removes others for it unless they are needed. */
  async add(name: string, bytes: number, needed: (name: string) => boolean): Promise<void> {
    this.#kept.set(name, { bytes, usedAt: ++this.#clockHand });
    let total = this.#kept.values().reduce((sum, kept) => sum + kept.bytes, 0);
    const oldestFirst = [...this.#kept].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [other, kept] of oldestFirst) {
      if (total <= this.#limitBytes) return;
      if (other === name || needed(other)) continue;
      this.#kept.delete(other);
      total -= kept.bytes;
      await rm(join(this.#directory, other), { recursive: true, force: true });
    }
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    this.#kept.clear();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
