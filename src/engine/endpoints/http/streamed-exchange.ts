import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Address, Exchange } from './connection.ts';
import type { HttpRequest, Pending, Streamed } from './request.ts';

const EMPTY = Buffer.alloc(0);

/**
 * Sends one request on a connection of its own, and hands the answer on as it comes. The exchange ends as a `response` with an empty body
 * once the answer has been taken.
 */
export function exchangeStreamed(
  address: Address,
  request: HttpRequest,
  streamed: Streamed,
  maxBodyBytes: number,
): Pending {
  const abort = new AbortController();
  return {
    exchange: exchange(address, request, streamed, maxBodyBytes, abort.signal),
    abandon: () => abort.abort(new Error('the exchange was given up')),
  };
}

async function exchange(
  address: Address,
  request: HttpRequest,
  streamed: Streamed,
  maxBodyBytes: number,
  signal: AbortSignal,
): Promise<Exchange> {
  const state = { unsent: true, answered: false };
  try {
    const body = await streamed.body?.();
    const length = body?.bytes ?? request.body.length;
    const sent = open(address, request, length, signal);
    sent.once('socket', (socket) => socket.once('connect', () => (state.unsent = false)));
    const answer = once(sent, 'response', { signal }) as Promise<[IncomingMessage]>;
    const written = body ? pipeline(body.stream, sent, { signal }) : sent.end(request.body);
    // An answer may come before all is written, and then the rest is of no use to anybody.
    const [response] = await Promise.race([answer, failure(written), failure(answer)]);
    state.answered = true;
    const received = receive(response, streamed, maxBodyBytes);
    // Whoever takes it may not be reading when it is given up.
    return await Promise.race([received, aborted(signal)]).finally(() => sent.destroy());
  } catch (error) {
    return { kind: 'broken', ...state, error: (error as Error).message };
  }
}

/** Never resolves; rejects when the signal does. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Never resolves; rejects when `work` does. */
const failure = (work: unknown): Promise<never> =>
  new Promise((_, reject) => {
    Promise.resolve(work).catch(reject);
  });

function open(address: Address, request: HttpRequest, length: number, signal: AbortSignal): ClientRequest {
  const where =
    'socketPath' in address
      ? { socketPath: address.socketPath, host: 'localhost' }
      : { host: address.host, port: address.port };
  const sent = openRequest({
    ...where,
    method: request.method,
    path: request.path,
    headers: { ...request.headers, 'Content-Length': length },
    agent: false,
    signal,
  });
  sent.on('error', () => {}); // told by whoever waits
  return sent;
}

async function receive(
  response: IncomingMessage,
  streamed: Streamed,
  maxBodyBytes: number,
): Promise<Exchange> {
  response.on('error', () => {});
  const status = response.statusCode ?? 0;
  const headers = new Map(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? ''),
    ]),
  );
  if (status >= 200 && status < 300) {
    await streamed.take({ status, headers, pieces: response });
    // Whoever took it may have passed over that it broke off.
    if (response.errored) throw response.errored;
    return { kind: 'response', response: { status, headers, body: EMPTY } };
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxBodyBytes) return { kind: 'unreadable', why: 'too-large' };
    pieces.push(piece);
  }
  return { kind: 'response', response: { status, headers, body: Buffer.concat(pieces) } };
}
