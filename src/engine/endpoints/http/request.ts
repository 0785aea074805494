import type { Readable } from 'node:stream';
import type { Exchange } from './connection.ts';

/** A request to a model server. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Names as they are to be written; values without line ends. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** It travels piece by piece, on a connection of its own. */
  readonly streamed?: Streamed;
}

/** An exchange under way, which may be given up. */
export interface Pending {
  readonly exchange: Promise<Exchange>;
  /** Closes its connection; the exchange ends as broken. */
  abandon(): void;
}

/** An answer whose body is still coming. */
export interface StreamedResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** As they arrive; read no faster than they are taken. Throws when the connection ends before the body does. */
  readonly pieces: AsyncIterable<Buffer>;
}

/** How a request and its answer travel piece by piece. */
export interface Streamed {
  /** The body, where it is not at hand as bytes. Asked for once an attempt. */
  body?(): Promise<{ readonly stream: Readable; readonly bytes: number }>;
  /** Takes a 2xx answer as soon as its head is there; the exchange lasts until this resolves. Other answers are read whole. */
  take(response: StreamedResponse): Promise<void>;
}
