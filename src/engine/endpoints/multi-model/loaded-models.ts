import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Container } from '../container.ts';
import type { Exchange } from '../http/connection.ts';
import type { ServerExchange, ServerHome } from '../model-server.ts';
import type { MultiModelSpec } from '../spec.ts';
import { ModelDisk } from './disk.ts';

/** A model that may be asked until it is released. */
export interface ModelUse {
  /** What the container calls it. */
  readonly name: string;
  release(): void;
}

/** A model that could not be loaded: how the request for it ends. */
export interface NotLoaded {
  readonly exchange: ServerExchange;
}

/** A model that is loaded, on its way in (perhaps waiting for room) or on its way out. */
interface Entry {
  readonly model: string;
  readonly name: string;
  state: 'loading' | 'waits-for-room' | 'loaded' | 'unloading';
  /** Requests that wait for it or that it has been given and has not answered. */
  users: number;
  usedAt: number;
  /** Resolves when it is loaded or gone; when it could not be loaded, with the reason. */
  done: Promise<NotLoaded | undefined>;
}

const NO_ROOM = 507;
const CONFLICT = 409;
const encoder = new TextEncoder();

/** The models of one container: loads on demand, once for all who wait, and unloads what was used least recently. */
export class LoadedModels {
  readonly #home: ServerHome;
  readonly #container: Container;
  readonly #spec: MultiModelSpec;
  readonly #disk: ModelDisk;
  readonly #entries = new Map<string, Entry>();
  readonly #closing = new AbortController();
  #hand = 0;
  #stirred = Promise.withResolvers<void>();

  constructor(home: ServerHome, container: Container, spec: MultiModelSpec) {
    this.#home = home;
    this.#container = container;
    this.#spec = spec;
    this.#disk = new ModelDisk(join(spec.directory, home.instance), spec.diskBytes);
  }

  /** Whether a model is loaded. */
  holds(model: string): boolean {
    return this.#entries.get(model)?.state === 'loaded';
  }

  /** Makes sure that a model is loaded and stays so until it is released. */
  async use(model: string): Promise<ModelUse | NotLoaded> {
    for (;;) {
      const entry = this.#entries.get(model) ?? this.#load(model);
      if (entry.state === 'unloading') {
        await entry.done;
        continue;
      }
      entry.users++;
      entry.usedAt = ++this.#hand;
      const failure = entry.state === 'loaded' ? undefined : await entry.done;
      return failure ?? { name: entry.name, release: () => this.#release(entry) };
    }
  }

  #release(entry: Entry): void {
    entry.users--;
    if (entry.users === 0) this.#stir();
  }

  /** Wakes those who wait for room. */
  #stir(): void {
    const { resolve } = this.#stirred;
    this.#stirred = Promise.withResolvers();
    resolve();
  }

  #load(model: string): Entry {
    // Opaque to the container, as on SageMaker.
    const name = createHash('sha256').update(model).digest('hex').slice(0, 32);
    const entry: Entry = {
      model,
      name,
      state: 'loading',
      users: 0,
      usedAt: ++this.#hand,
      done: Promise.resolve(undefined),
    };
    this.#entries.set(model, entry);
    entry.done = this.#bring(entry).then(
      (failure) => this.#settle(entry, failure),
      (error: Error) =>
        this.#settle(entry, { kind: 'refused', why: 'no-such-model', message: error.message }),
    );
    return entry;
  }

  #settle(entry: Entry, failure: ServerExchange | undefined): NotLoaded | undefined {
    if (failure) this.#entries.delete(entry.model);
    else entry.state = 'loaded';
    this.#stir();
    return failure && { exchange: failure };
  }

  async #bring(entry: Entry): Promise<ServerExchange | undefined> {
    const { clock } = this.#home;
    const late = new AbortController();
    using _timer = clock.after(this.#spec.loadTimeoutMs, () => late.abort());
    const signal = AbortSignal.any([late.signal, this.#closing.signal]);
    signal.addEventListener('abort', () => this.#stir(), { once: true });
    if (!this.#disk.has(entry.name)) {
      const startedAt = clock.monotonic();
      const path = this.#disk.pathOf(entry.name);
      await mkdir(dirname(path), { recursive: true });
      const fetched = await this.#spec.fetch(entry.model, path, signal);
      if (signal.aborted) return { kind: 'refused', why: 'model-not-ready', message: entry.model };
      if (fetched.kind === 'missing')
        return { kind: 'refused', why: 'no-such-model', message: fetched.reason };
      const needed = (name: string) => this.#entries.values().some((other) => other.name === name);
      await this.#disk.add(entry.name, fetched.bytes, needed);
      this.#home.tell({ kind: 'model-fetched', model: entry.model, ms: clock.monotonic() - startedAt });
    }
    return this.#loadIntoContainer(entry, signal);
  }

  /** Asks the container to load, and for as long as it has no room unloads others. */
  async #loadIntoContainer(entry: Entry, signal: AbortSignal): Promise<ServerExchange | undefined> {
    const { clock } = this.#home;
    for (;;) {
      const startedAt = clock.monotonic();
      const body = JSON.stringify({ model_name: entry.name, url: this.#disk.pathOf(entry.name) });
      const exchange = await this.#call('POST', '/models', entry.model, body, signal);
      const status = exchange.kind === 'response' ? exchange.response.status : 0;
      if ((status >= 200 && status < 300) || status === CONFLICT) {
        const ms = clock.monotonic() - startedAt;
        this.#home.tell({ kind: 'model-loaded', model: entry.model, ms, loaded: this.count + 1 });
        return undefined;
      }
      if (signal.aborted) return { kind: 'refused', why: 'model-not-ready', message: entry.model };
      if (status !== NO_ROOM || !(await this.#makeRoom(entry))) return exchange;
    }
  }

  /** Unloads the model used least recently that nobody asks, or waits for one; false when that is of no use. */
  async #makeRoom(entry: Entry): Promise<boolean> {
    const others = [...this.#entries.values()].filter(
      (one) => one !== entry && one.state !== 'waits-for-room',
    );
    const idle = others.filter((one) => one.state === 'loaded' && one.users === 0);
    const oldest = idle.sort((a, b) => a.usedAt - b.usedAt)[0];
    if (oldest) await this.#unload(oldest);
    else if (others.length === 0) return false;
    else {
      entry.state = 'waits-for-room';
      await this.#stirred.promise;
      entry.state = 'loading';
    }
    return true;
  }

  /** Unloads a model unless it is being asked. */
  unloadIdle(model: string): void {
    const entry = this.#entries.get(model);
    if (entry?.state === 'loaded' && entry.users === 0) void this.#unload(entry);
  }

  #unload(entry: Entry): Promise<unknown> {
    entry.state = 'unloading';
    entry.done = this.#forget(entry);
    return entry.done;
  }

  async #forget(entry: Entry): Promise<undefined> {
    const { clock } = this.#home;
    const startedAt = clock.monotonic();
    await this.#call('DELETE', `/models/${entry.name}`, entry.model, '', this.#closing.signal);
    this.#entries.delete(entry.model);
    this.#stir();
    const ms = clock.monotonic() - startedAt;
    this.#home.tell({ kind: 'model-unloaded', model: entry.model, ms, loaded: this.count });
  }

  /** Asks the container whether it still has a model; forgets one that it has not. */
  async stillLoaded(model: string): Promise<boolean> {
    const entry = this.#entries.get(model);
    if (!entry || entry.state !== 'loaded') return false;
    const exchange = await this.#call('GET', `/models/${entry.name}`, model, '', this.#closing.signal);
    if (exchange.kind !== 'response' || exchange.response.status !== 404) return true;
    if (entry.state === 'loaded') this.#entries.delete(model);
    return false;
  }

  /** Asks which models are loaded; answers what is wrong with the container, `undefined` when nothing is. */
  async list(): Promise<string | undefined> {
    const exchange = await this.#call('GET', '/models', undefined, '', this.#closing.signal);
    if (exchange.kind !== 'response') return 'GET /models was not answered';
    const { status } = exchange.response;
    return status === 200 ? undefined : `GET /models was answered ${status}`;
  }

  /** How many are loaded. */
  get count(): number {
    return this.#entries.values().reduce((sum, one) => sum + (one.state === 'loaded' ? 1 : 0), 0);
  }

  async #call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    model: string | undefined,
    body: string,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const headers = {
      ...(body !== '' && { 'Content-Type': 'application/json' }),
      Accept: 'application/json',
      ...(model !== undefined && { 'X-Amzn-SageMaker-Target-Model': model }),
    };
    const pending = this.#container.request({ method, path, headers, body: encoder.encode(body) });
    const abandon = () => pending.abandon();
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();
    const exchange = await pending.exchange;
    signal.removeEventListener('abort', abandon);
    return exchange;
  }

  /** Gives up what is being fetched and removes what is on disk. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#stir();
    await Promise.all([...this.#entries.values()].map((entry) => entry.done.catch(() => {})));
    await this.#disk.clear();
  }
}
