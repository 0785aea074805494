import { type Address, Connection, type Exchange } from './connection.ts';
import type { HttpRequest, Pending } from './request.ts';
import { exchangeStreamed } from './streamed-exchange.ts';

export type { HttpRequest, Pending } from './request.ts';

/**
 * A keep-alive client for one model server: the connection used last is used first, and how many there are is decided by
 * whoever limits the requests. Written on bare sockets, since this hop is on the path of every prediction.
 */
export class HttpClient {
  readonly #address: Address;
  readonly #host: string;
  readonly #maxBodyBytes: number;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  constructor(address: Address, maxBodyBytes: number) {
    this.#address = address;
    this.#host = 'port' in address ? `${address.host}:${address.port}` : 'localhost';
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Sends a request. Kept connections that had been closed meanwhile are passed over for a fresh one. */
  send(request: HttpRequest): Pending {
    if (request.streamed)
      return exchangeStreamed(this.#address, request, request.streamed, this.#maxBodyBytes);
    const head = headOf(request, this.#host);
    let current: Connection | undefined;
    let abandoned = false;
    const attempt = async (): Promise<Exchange> => {
      const connection = this.#take();
      const wasUsed = connection.used;
      current = connection;
      const exchange = await connection.exchange(head, request.body, this.#maxBodyBytes);
      if (connection.open) this.#idle.push(connection);
      else this.#all.delete(connection);
      const stale = wasUsed && exchange.kind === 'broken' && !exchange.answered;
      if (!stale || abandoned) return exchange;
      const second = await attempt();
      // The first one may have been seen, whatever became of the second.
      return second.kind === 'broken' ? { ...second, unsent: false } : second;
    };
    const abandon = () => {
      abandoned = true;
      current?.close();
    };
    return { exchange: attempt(), abandon };
  }

  /** Closes every connection; exchanges under way end as broken. */
  close(): void {
    for (const connection of this.#all) connection.close();
    this.#all.clear();
    this.#idle.length = 0;
  }

  #take(): Connection {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) if (kept.open) return kept;
    const connection = new Connection(this.#address, (ended) => {
      this.#all.delete(ended);
      const at = this.#idle.indexOf(ended);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#all.add(connection);
    return connection;
  }
}

function headOf(request: HttpRequest, host: string): string {
  let head = `${request.method} ${request.path} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (const name in request.headers) {
    const value = request.headers[name] as string;
    // Beyond Latin-1 a character would be cut to a byte, and some of those are line ends.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new RangeError(`the header field ${name} cannot be written`);
    head += `${name}: ${value}\r\n`;
  }
  return request.method === 'GET' ? `${head}\r\n` : `${head}Content-Length: ${request.body.length}\r\n\r\n`;
}
