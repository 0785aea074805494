import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import type { Answer, Seen } from './request.ts';

const gzipped = promisify(gzip);
const deflated = promisify(deflate);

/** The bytes of an answer's body, compressed when the API asks for it and the client accepts it. */
export async function encodeBody(
  answer: Answer,
  request: Seen,
): Promise<{ body: Buffer | string; encoding?: 'gzip' | 'deflate' }> {
  const { minimumCompressionBytes } = request.stage.api;
  if (minimumCompressionBytes === undefined || answer.body.length === 0) return answer;
  if (Buffer.byteLength(answer.body) < minimumCompressionBytes) return answer;
  if (answer.headers.some(([name]) => name.toLowerCase() === 'content-encoding')) return answer;
  const encoding = acceptedEncoding(request.headers.get('accept-encoding'));
  if (!encoding) return answer;
  return { body: await (encoding === 'gzip' ? gzipped(answer.body) : deflated(answer.body)), encoding };
}

function acceptedEncoding(value: string | undefined): 'gzip' | 'deflate' | undefined {
  const accepted = (value ?? '').split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return parameters.some((text) => /^q=0(\.0*)?$/.test(text)) ? [] : [name];
  });
  if (accepted.includes('gzip') || accepted.includes('*')) return 'gzip';
  return accepted.includes('deflate') ? 'deflate' : undefined;
}

/** Writes an answer out at once: head and body in one go. A client that is gone does not matter. */
export function write(
  response: ServerResponse,
  answer: Answer,
  ids: { requestId: string; extendedRequestId: string },
): void {
  if (response.headersSent || response.destroyed) return;
  const { status, body } = answer;
  const fields = ['x-amzn-RequestId', ids.requestId, 'x-amz-apigw-id', ids.extendedRequestId];
  for (const [name, value] of answer.headers) fields.push(name, value);
  const bodyless = status === 204 || status === 304 || status < 200;
  if (!bodyless) fields.push('Content-Length', String(Buffer.byteLength(body)));
  response.writeHead(status, fields);
  response.end(bodyless ? undefined : body);
}

/** Whether so much of a request was left unread that its connection is not worth keeping. */
export function hasMuchLeft({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || Number(length ?? 0) > 65_536;
}
