import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../kit/index.ts';
import type { RunningProcess } from '../../../machine/index.ts';
import type { Invocation } from '../spec.ts';
import { closed, type Conversation, type Listener } from './conversation.ts';
import { LogReader } from './log-reader.ts';

const ROOT = '/2018-06-01/runtime';

/**
 * Talks with a custom runtime, which asks for its events over HTTP.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi implements Conversation {
  readonly #server: Server;
  readonly #mostAnswerBytes: number;
  #listener: Listener | undefined;
  #asking: ServerResponse | undefined;
  #pending: { invocation: Invocation; deadlineMs: number } | undefined;
  #serving: string | undefined;
  #asked = false;
  #drain: (() => Promise<void>) | undefined;

  private constructor(server: Server, mostAnswerBytes: number) {
    this.#server = server;
    this.#mostAnswerBytes = mostAnswerBytes;
  }

  /** Opens the API for one worker, on a free port of the loopback. */
  static async open(mostAnswerBytes: number): Promise<RuntimeApi> {
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 });
    const api = new RuntimeApi(server, mostAnswerBytes);
    server.on('request', (request, response) => {
      api.#serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(0, '127.0.0.1', resolve),
    );
    return api;
  }

  /** `host:port` for `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Hears the worker from now on. */
  attend(process: RunningProcess, clock: Clock, listener: Listener): void {
    this.#listener = listener;
    const { stdout, stderr } = process;
    const log = new LogReader(clock, undefined, [stdout, stderr], (lines) => this.#listener?.lines(lines));
    this.#drain = async () => {
      await closed([stdout, stderr], clock);
      log.flush();
    };
  }

  async drained(): Promise<void> {
    await this.#drain?.();
  }

  invoke(invocation: Invocation, deadlineMs: number): void {
    this.#pending = { invocation, deadlineMs };
    this.#handOver();
  }

  [Symbol.dispose](): void {
    this.#listener = undefined;
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${ROOT}/invocation/next`) return this.#next(response);
    const body = await this.#read(request);
    const [, id, what] = new RegExp(`^${ROOT}/invocation/([^/]+)/(response|error)$`).exec(path) ?? [];
    if (request.method === 'POST' && path === `${ROOT}/init/error`) {
      send(response, 202, { status: 'OK' });
      return this.#listener?.initialised({ kind: 'failed', payload: body ?? Buffer.from('{}') });
    }
    if (request.method === 'POST' && id !== undefined)
      return this.#reply(response, id, what === 'response', body);
    send(response, 404, {
      errorType: 'InvalidAction',
      errorMessage: `no such action: ${request.method} ${path}`,
    });
  }

  #next(response: ServerResponse): void {
    this.#asking = response;
    response.once('close', () => {
      if (this.#asking === response) this.#asking = undefined;
    });
    if (!this.#asked) {
      this.#asked = true;
      this.#listener?.initialised({ kind: 'initialised' });
    }
    this.#handOver();
  }

  #handOver(): void {
    if (!this.#asking || !this.#pending) return;
    const { invocation, deadlineMs } = this.#pending;
    const response = this.#asking;
    this.#pending = undefined;
    this.#asking = undefined;
    this.#serving = invocation.id;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': invocation.payload.length,
      'Lambda-Runtime-Aws-Request-Id': invocation.id,
      'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn': invocation.arn,
      'Lambda-Runtime-Trace-Id': invocation.trace,
      ...(invocation.clientContext === undefined
        ? {}
        : { 'Lambda-Runtime-Client-Context': invocation.clientContext }),
    });
    response.end(invocation.payload);
  }

  #reply(response: ServerResponse, id: string, ok: boolean, body: Buffer | undefined): void {
    if (id !== this.#serving) {
      return send(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
    }
    this.#serving = undefined;
    const tooLarge = `Response payload size exceeded maximum allowed payload size (${this.#mostAnswerBytes} bytes).`;
    const error = { errorType: 'Function.ResponseSizeTooLarge', errorMessage: tooLarge };
    if (body) send(response, 202, { status: 'OK' });
    else send(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage: tooLarge });
    // What was printed before the answer is in the pipes by now: let it be read first.
    setImmediate(() =>
      this.#listener?.replied({
        kind: ok && body ? 'answered' : 'failed',
        payload: body ?? Buffer.from(JSON.stringify(error)),
        peakMemoryBytes: undefined,
        last: false,
      }),
    );
  }

  /** The whole body, or undefined when it is too large. */
  async #read(request: IncomingMessage): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of request) {
      bytes += (piece as Buffer).length;
      if (bytes <= this.#mostAnswerBytes) pieces.push(piece as Buffer);
    }
    return bytes <= this.#mostAnswerBytes ? Buffer.concat(pieces) : undefined;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
