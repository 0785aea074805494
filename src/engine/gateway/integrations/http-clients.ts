import type { Dispatcher } from 'undici';

/** Connections to HTTP endpoints, kept alive and bounded. The client is loaded when the first request needs it. */
export class HttpClients implements AsyncDisposable {
  #plain: Promise<Dispatcher> | undefined;
  #insecure: Promise<Dispatcher> | undefined;

  /** The client for endpoints whose certificates are checked, or for those whose are not. */
  get(insecure: boolean): Promise<Dispatcher> {
    if (insecure) {
      this.#insecure ??= open({ connections: 64, connect: { rejectUnauthorized: false } });
      return this.#insecure;
    }
    this.#plain ??= open({ connections: 256 });
    return this.#plain;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = [this.#plain, this.#insecure].flatMap((client) => client ?? []);
    await Promise.all(opened.map(async (client) => (await client).destroy()));
  }
}

async function open(options: {
  connections: number;
  connect?: { rejectUnauthorized: boolean };
}): Promise<Dispatcher> {
  const { Agent } = await import('undici');
  return new Agent({ pipelining: 1, ...options });
}
