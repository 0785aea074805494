import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Predict } from './predict.ts';
import { Refusal, refusalOf } from './refusal.ts';

/** Bodies over this are refused, bytes. */
const MAX_BODY = 100 * 1024 * 1024;

/**
 * The container contract over HTTP: `GET /ping` and `POST /invocations`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export function modelServer(predict: Predict): Server {
  const server = createServer((request, response) => {
    if (request.url === '/invocations' && request.method === 'POST') {
      invoke(predict, request, response).catch((error: unknown) => refuse(response, error));
    } else if (request.url === '/ping' && request.method === 'GET') {
      response.writeHead(200, { 'content-length': 0 }).end();
    } else {
      request.resume();
      refuse(response, new Refusal(404, 'this server answers GET /ping and POST /invocations'));
    }
  });
  server.keepAliveTimeout = 0; // the caller keeps its connections as long as it likes
  server.requestTimeout = 0;
  return server;
}

async function invoke(predict: Predict, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const { type, body: answer } = await predict(body, request.headers['content-type'], request.headers.accept);
  const length = typeof answer === 'string' ? Buffer.byteLength(answer) : answer.length;
  response.writeHead(200, { 'content-type': type, 'content-length': length });
  response.end(answer);
}

function readBody(request: IncomingMessage): Promise<Buffer> {
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

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { status, text } = refusalOf(error);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
