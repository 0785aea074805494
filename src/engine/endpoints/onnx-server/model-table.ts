import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { load, type Loaded, type RunSettings } from './load.ts';
import type { Predict } from './predict.ts';
import { Refusal } from './refusal.ts';

/** What a table of models may hold. */
export interface TableLimits {
  readonly models: number;
  /** Of the whole process, bytes. */
  readonly memoryBytes: number;
}

/** A model as the contract lists it. */
export interface ListedModel {
  readonly modelName: string;
  readonly modelUrl: string;
}

interface Row {
  readonly url: string;
  readonly loaded: Promise<Loaded>;
  users: number;
  ended?: () => void;
}

/** A loaded model takes about so many times its file: the weights, and what they are turned into. */
const MEMORY_PER_BYTE = 2;

/** The models of a server that serves many, by the names it is given. Refusals carry the statuses of the contract. */
export class ModelTable {
  readonly #limits: TableLimits;
  readonly #settings: RunSettings;
  readonly #rows = new Map<string, Row>();

  constructor(limits: TableLimits, settings: RunSettings) {
    this.#limits = limits;
    this.#settings = settings;
  }

  list(): readonly ListedModel[] {
    return [...this.#rows].map(([modelName, { url }]) => ({ modelName, modelUrl: url }));
  }

  get(name: string): ListedModel {
    return { modelName: name, modelUrl: this.#row(name).url };
  }

  /** 409 when there is one of that name, 507 when there is no room, 400 when it is no model. */
  async load(name: string, url: string): Promise<void> {
    if (this.#rows.has(name)) throw new Refusal(409, `the model ${name} is loaded already`);
    const row: Row = { url, loaded: this.#load(url), users: 0 };
    this.#rows.set(name, row);
    await row.loaded.catch((error: Error) => {
      this.#rows.delete(name);
      throw error instanceof Refusal ? error : new Refusal(400, error.message);
    });
  }

  async #load(url: string): Promise<Loaded> {
    const { models, memoryBytes } = this.#limits;
    // The row of this one is counted from the next turn on.
    if (this.#rows.size >= models) throw new Refusal(507, `there is room for ${models} models`);
    const needed = MEMORY_PER_BYTE * (await bytesBelow(url));
    if (this.#rows.size > 1 && process.memoryUsage.rss() + needed > memoryBytes)
      throw new Refusal(507, `there is no memory for ${needed} more bytes`);
    return load(url, this.#settings);
  }

  /** Takes a model away once it has answered those who asked it; 404 when there is none. */
  async unload(name: string): Promise<void> {
    const row = this.#row(name);
    this.#rows.delete(name);
    const loaded = await row.loaded.catch(() => undefined);
    if (row.users > 0) {
      await new Promise<void>((resolve) => {
        row.ended = resolve;
      });
    }
    await loaded?.close();
  }

  /** What asks a model; 404 when there is none. */
  predict(name: string): Predict {
    const row = this.#row(name);
    return async (...request) => {
      row.users++;
      try {
        return await (await row.loaded).predict(...request);
      } finally {
        if (--row.users === 0) row.ended?.();
      }
    };
  }

  #row(name: string): Row {
    const row = this.#rows.get(name);
    if (!row) throw new Refusal(404, `the model ${name} is not loaded`);
    return row;
  }
}

async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => {
    throw new Refusal(400, `there is no directory ${directory}`);
  });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
