import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { ProtocolResponse } from '../protocol.ts';
import { respond } from './respond.ts';

/** Sends one response over a real socket and reads it back. */
async function exchange(
  response: ProtocolResponse,
  method = 'GET',
): Promise<{ status: number; raw: string[]; body: string; broken: boolean; failures: Error[] }> {
  const failures: Error[] = [];
  const server = createServer((incoming, outgoing) =>
    respond(outgoing, response, incoming.method === 'HEAD', (error) => failures.push(error)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const incoming = await new Promise<IncomingMessage>((resolve, reject) =>
      request({ host: '127.0.0.1', port, method, agent: false }, resolve).on('error', reject).end(),
    );
    let body = '';
    let broken = false;
    try {
      for await (const chunk of incoming) body += chunk;
    } catch {
      broken = true;
    }
    const raw = incoming.rawHeaders.map((word) => word.toLowerCase());
    return { status: incoming.statusCode ?? 0, raw, body, broken, failures };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const lengths = (raw: readonly string[]) =>
  raw.flatMap((word, i) => (word === 'content-length' ? [raw[i + 1]] : []));

test('a length that a member says is not said twice, and the true one wins', async () => {
  const { raw, body } = await exchange({
    status: 200,
    headers: { 'content-length': '99' },
    body: Buffer.from('bytes'),
  });
  assert.deepEqual(lengths(raw), ['5']);
  assert.equal(body, 'bytes');
});

test('HEAD keeps the length it tells of and sends no body', async () => {
  const answer = await exchange(
    { status: 200, headers: { 'content-length': '99' }, body: 'ignored' },
    'HEAD',
  );
  assert.deepEqual(lengths(answer.raw), ['99']);
  assert.equal(answer.body, '');
});

test('no body is a length of zero, and none at all for 204 and 304', async () => {
  assert.deepEqual(lengths((await exchange({ status: 200, headers: {}, body: undefined })).raw), ['0']);
  for (const status of [204, 304]) {
    assert.deepEqual(lengths((await exchange({ status, headers: {}, body: 'x' })).raw), []);
  }
});

test('a stream that fails breaks the answer off, and is told of', async () => {
  async function* failing() {
    yield Buffer.from('some');
    throw new Error('the disk is gone');
  }
  const answer = await exchange({ status: 200, headers: {}, body: failing() });
  assert.equal(answer.broken, true);
  assert.match(answer.failures[0]?.message ?? '', /disk/);
  const whole = await exchange({
    status: 200,
    headers: {},
    body: Readable.from([Buffer.from('a'), Buffer.from('b')]),
  });
  assert.equal(whole.body, 'ab');
  assert.deepEqual(whole.failures, []);
});
