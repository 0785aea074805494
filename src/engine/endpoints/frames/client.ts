import { connect, type Socket } from 'node:net';
import { FrameReader } from '../../../kit/index.ts';
import type { HttpRequest, Pending } from '../http/client.ts';
import type { Exchange } from '../http/connection.ts';
import { decodeResponse, encodeRequest, MOST_FRAME_BYTES } from './messages.ts';
import { Outbox } from './outbox.ts';

/** Larger bodies would hold up the others on the connection; they go by HTTP. Bytes. */
const MOST_BODY_BYTES = 64 * 1024;

/** Whether a request can be said in a frame: a small prediction with no fields but the two that matter to a model. */
export function fitsFrame({ path, headers, body, streamed }: HttpRequest): boolean {
  if (path !== '/invocations' || body.length > MOST_BODY_BYTES || streamed) return false;
  for (const name in headers) if (name !== 'Content-Type' && name !== 'Accept') return false;
  return true;
}

/**
 * All requests to one model server of ours over one connection, many under way at once. What `HttpClient` is for containers
 * by the contract; a third of its cost, since requests that come together are written together.
 */
export class FramesClient {
  readonly #path: string;
  #line: Line | undefined;

  /** @param path the unix socket on which the model server takes frames */
  constructor(path: string) {
    this.#path = path;
  }

  /** Sends a request for which {@link fitsFrame} holds. */
  send(request: HttpRequest): Pending {
    if (!this.#line?.open) this.#line = new Line(this.#path);
    return this.#line.send(request);
  }

  /** Ends the connection; exchanges under way end as broken. */
  close(): void {
    this.#line?.close();
  }
}

/** One connection, from its first request to its end. */
class Line {
  open = true;
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #underWay = new Map<number, (exchange: Exchange) => void>();
  #lastId = 0;
  #connected = false;

  constructor(path: string) {
    this.#socket = connect({ path });
    this.#outbox = new Outbox(this.#socket);
    const reader = new FrameReader(
      MOST_FRAME_BYTES,
      (_, body) => this.#hear(body),
      () => this.close(),
    );
    this.#socket.on('connect', () => {
      this.#connected = true;
    });
    this.#socket.on('data', (piece: Buffer) => reader.push(piece));
    this.#socket.on('error', (error) => this.#broken(error.message));
    this.#socket.on('close', () => this.#broken('the connection was closed'));
  }

  send({ headers, body }: HttpRequest): Pending {
    const id = (this.#lastId = (this.#lastId + 1) >>> 0);
    const { promise: exchange, resolve } = Promise.withResolvers<Exchange>();
    this.#underWay.set(id, resolve);
    const contentType = headers['Content-Type'] ?? '';
    this.#outbox.add(encodeRequest({ id, contentType, accept: headers['Accept'] ?? '', body }));
    return { exchange, abandon: () => this.#settle(id, broken('it was given up', false)) };
  }

  close(): void {
    this.#socket.destroy();
    this.#broken('the connection was closed');
  }

  #hear(body: Buffer): void {
    const { id, status, contentType, body: answer } = decodeResponse(body);
    const headers = new Map([['content-type', contentType]]);
    this.#settle(id, { kind: 'response', response: { status, headers, body: answer } });
  }

  #broken(error: string): void {
    this.open = false;
    const exchange = broken(error, !this.#connected);
    for (const resolve of this.#underWay.values()) resolve(exchange);
    this.#underWay.clear();
  }

  /** An answer that nobody waits for any more is dropped. */
  #settle(id: number, exchange: Exchange): void {
    const resolve = this.#underWay.get(id);
    this.#underWay.delete(id);
    resolve?.(exchange);
  }
}

const broken = (error: string, unsent: boolean): Exchange => ({
  kind: 'broken',
  unsent,
  answered: false,
  error,
});
