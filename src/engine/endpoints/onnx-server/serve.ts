import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Predict } from './predict.ts';
import { Refusal, refusalOf } from './refusal.ts';

/** Bodies over this are refused, bytes. */
const MAX_BODY = 100 * 1024 * 1024;

/**
 * The container contract over HTTP: `GET /ping` and `POST /invocations`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export function modelServer(ask: Predict): Server {
  return contractServer(async (request, response) => {
    if (request.url === '/invocations' && request.method === 'POST') return predict(ask, request, response);
    throw new Refusal(404, 'this server answers GET /ping and POST /invocations');
  });
}

/** A server that answers its pings; all else is for `route`, whose errors are answered as they are. */
export function contractServer(
  route: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Server {
  const server = createServer((request, response) => {
    if (request.url === '/ping' && request.method === 'GET') {
      response.writeHead(200, { 'content-length': 0 }).end();
      return;
    }
    route(request, response).catch((error: unknown) => {
      request.resume();
      refuse(response, error);
    });
  });
  server.keepAliveTimeout = 0; // the caller keeps its connections as long as it likes
  server.requestTimeout = 0;
  return server;
}

/** Answers a prediction. */
export async function predict(
  ask: Predict,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const { type, body: said } = await ask(body, request.headers['content-type'], request.headers.accept);
  const length = typeof said === 'string' ? Buffer.byteLength(said) : said.length;
  response.writeHead(200, { 'content-type': type, 'content-length': length });
  response.end(said);
}

/** Reads a body; rejects with a Refusal when it is too long. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      if (length > MAX_BODY) return reject(new Refusal(413, `the body is over ${MAX_BODY} bytes`));
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

/** Answers in JSON. */
export function answer(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, JSON.stringify(value));
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { status, text } = refusalOf(error);
  send(response, status, text);
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
