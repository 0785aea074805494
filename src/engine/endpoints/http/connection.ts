import { connect, type Socket } from 'node:net';
import { type HttpResponse, ResponseReader, type Unreadable } from './response-reader.ts';

/** Where a model server listens. */
export type Address = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** How one exchange ended. */
export type Exchange =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'unreadable'; readonly why: Unreadable }
  /** The connection could not be made, or ended before the response did. */
  | {
      readonly kind: 'broken';
      /** Nobody can have seen the request: the connection was never made. */
      readonly unsent: boolean;
      /** Some of an answer had arrived. */
      readonly answered: boolean;
      readonly error: string;
    };

/** Bodies up to this size travel in one write with their head, bytes. */
const ONE_WRITE = 64 * 1024;

/** One keep-alive connection to a model server: one exchange at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #onIdleEnd: (connection: Connection) => void;
  #reader: ResponseReader | undefined;
  #settle: ((exchange: Exchange) => void) | undefined;
  #connected = false;
  #answered = false;
  #open = true;
  #used = false;

  /** @param onIdleEnd called when the other side ends the connection between exchanges */
  constructor(address: Address, onIdleEnd: (connection: Connection) => void) {
    this.#onIdleEnd = onIdleEnd;
    this.#socket =
      'socketPath' in address
        ? connect({ path: address.socketPath })
        : connect({ host: address.host, port: address.port, noDelay: true });
    this.#socket.on('connect', () => {
      this.#connected = true;
    });
    this.#socket.on('data', (piece: Buffer) => this.#receive(piece));
    this.#socket.on('error', (error) => this.#broken(error.message));
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('close', () => this.#broken('the connection was closed'));
  }

  /** Whether another exchange may be tried on it. */
  get open(): boolean {
    return this.#open;
  }

  /** Whether it has carried an exchange before: such a connection may be closed by the other side at any moment. */
  get used(): boolean {
    return this.#used;
  }

  /** Sends a request and waits for its response. `head` ends with the empty line. */
  exchange(head: string, body: Uint8Array, maxBodyBytes: number): Promise<Exchange> {
    return new Promise((resolve) => {
      this.#reader = new ResponseReader(maxBodyBytes);
      this.#settle = resolve;
      this.#answered = false;
      if (body.length === 0) {
        this.#socket.write(head, 'latin1');
      } else if (body.length <= ONE_WRITE) {
        const whole = Buffer.allocUnsafe(head.length + body.length);
        whole.write(head, 'latin1');
        whole.set(body, head.length);
        this.#socket.write(whole);
      } else {
        this.#socket.cork();
        this.#socket.write(head, 'latin1');
        this.#socket.write(body);
        this.#socket.uncork();
      }
    });
  }

  /** Ends it at once, whatever is under way; an exchange ends as broken. */
  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  #receive(piece: Buffer): void {
    // Bytes that nobody asked for: this connection is not to be trusted with a request.
    if (!this.#reader) return this.close();
    this.#answered = true;
    const result = this.#reader.push(piece);
    if (result === undefined) return;
    if (typeof result === 'string') {
      this.close();
      return this.#finish({ kind: 'unreadable', why: result });
    }
    // Answered before it had read the whole request: what is left of it would be taken for the next one.
    if (!this.#reader.keepAlive || this.#socket.writableLength > 0) this.close();
    this.#finish({ kind: 'response', response: result });
  }

  #ended(): void {
    const response = this.#reader?.end();
    this.#open = false;
    if (response) this.#finish({ kind: 'response', response });
    else this.#broken('the connection was closed');
    this.#socket.destroy();
  }

  #broken(error: string): void {
    const wasOpen = this.#open;
    this.#open = false;
    if (this.#settle)
      this.#finish({ kind: 'broken', unsent: !this.#connected, answered: this.#answered, error });
    else if (wasOpen) this.#onIdleEnd(this);
  }

  #finish(exchange: Exchange): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#reader = undefined;
    this.#used = true;
    settle?.(exchange);
  }
}
