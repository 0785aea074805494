import { createHash, createHmac } from 'node:crypto';
import { request } from 'undici';
import type { Connection } from './connection.ts';

/**
 * Calls the server's own interface under `/_postern/`, signed as root (SigV4, service `postern`).
 * @returns the answer's JSON
 * @throws Error with the server's words when it refuses
 */
export async function control(
  connection: Connection,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  input?: object,
): Promise<unknown> {
  const body = input === undefined ? '' : JSON.stringify(input);
  const url = new URL(path, connection.url);
  const answer = await request(url, {
    method,
    headers: signed(connection, method, url, body),
    ...(body && { body }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error((JSON.parse(text) as { message: string }).message);
  return text ? JSON.parse(text) : undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signed(connection: Connection, method: string, url: URL, body: string): Record<string, string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${connection.region}/postern/aws4_request`;
  const headers = { host: url.host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': time };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const path = url.pathname.split('/').map(encodeURIComponent).join('/'); // signed encoded twice, as all services but S3 do
  const canonical = [method, path, '', lines.join(''), names, sha256(body)].join('\n');
  const dated = hmac(`AWS4${connection.secretAccessKey}`, time.slice(0, 8));
  const key = hmac(hmac(hmac(dated, connection.region), 'postern'), 'aws4_request');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${connection.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
