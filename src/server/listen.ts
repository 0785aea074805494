import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Origin } from '../wire/index.ts';
import { continueWhenRead } from './expectation.ts';

/** Takes every request of the port. */
export type Serve = (request: IncomingMessage, response: ServerResponse, origin: Origin) => void;

/** The open port. */
export interface Listening extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:4566` */
  readonly url: string;
  readonly port: number;
}

const MAX_HEADER_BYTES = 64 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 75_000; // longer than the SDKs keep theirs, so that it is they who hang up
const SILENCE_MS = 960_000; // longer than the longest answer is waited for: that of a function, 900 s
const CLOSING_GRACE_MS = 2_000;
const LINGER_MS = 1_000;

/**
 * Opens the port.
 * @throws Error in words for the user when it is taken
 */
export async function listen(host: string, port: number, serve: Serve): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: 0, // uploads take as long as they take; idle ones end by the socket's own time-out
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  });
  server.maxHeadersCount = 0; // bounded in bytes; Node would drop the 2,001st without a word
  server.timeout = SILENCE_MS;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (request.socket.writableEnded) return; // sent behind one after which we said that we close
    serve(request, response, originOf(request.socket));
  };
  server.on('request', handle);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    continueWhenRead(request, response);
    handle(request, response);
  });
  server.on('connection', lingerAtEnd);
  server.on('clientError', refuseNonsense);
  await opened(server, host, port);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

function opened(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`port ${port} of ${host} is in use; choose another with --port`) : error);
    });
    server.listen(port, host, () => resolve());
  });
}

/** Takes no more connections; those that answer get a moment to end. */
async function closed(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE_MS);
  await ended;
  clearTimeout(force);
}

/**
 * After its last answer a connection is closed for writing, and reads on for a moment: a client that is still sending what was
 * refused would otherwise meet a reset before it has read why.
 */
function lingerAtEnd(socket: Socket): void {
  socket.destroySoon = () => hangUp(socket);
}

function hangUp(socket: Socket, lastWords = ''): void {
  if (socket.destroyed) return;
  socket.end(lastWords);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

/** Origins by socket: one connection, one origin, made once. */
const ORIGIN = Symbol('origin');

function originOf(socket: Socket & { [ORIGIN]?: Origin }): Origin {
  return (socket[ORIGIN] ??= {
    sourceIp: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    secure: false,
  });
}

/** What is not HTTP gets a short answer and a closed connection. */
function refuseNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writableEnded) return; // the rest of what was refused
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  hangUp(socket, `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
