import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { test } from 'node:test';
import { HttpClient, type HttpRequest } from './client.ts';

const post = (body: string | Uint8Array = 'question', headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path: '/invocations',
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

async function using<T>(server: Server | TcpServer, work: (client: HttpClient) => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new HttpClient({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }, 10_000);
  try {
    return await work(client);
  } finally {
    client.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const answering = (listener: RequestListener): Server => createServer(listener);

test('requests one after another share a connection, requests at once do not', async () => {
  const ports = new Set<number | undefined>();
  const server = answering((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.end('answer'));
  });
  await using(server, async (client) => {
    for (let i = 0; i < 3; i++) await client.send(post()).exchange;
    assert.equal(ports.size, 1);
    await Promise.all([client.send(post()).exchange, client.send(post()).exchange]);
    assert.equal(ports.size, 2);
  });
});

test('the body and the fields arrive as they are', async () => {
  const server = answering((request, response) => {
    let length = 0;
    request.on('data', (piece: Buffer) => {
      length += piece.length;
    });
    request.on('end', () => response.end(`${request.headers['content-type']} ${length}`));
  });
  await using(server, async (client) => {
    for (const size of [0, 1000, 1_000_000]) {
      const { exchange } = client.send(post(Buffer.alloc(size), { 'Content-Type': 'text/csv' }));
      const result = await exchange;
      assert.ok(result.kind === 'response');
      assert.equal(result.response.body.toString(), `text/csv ${size}`);
    }
  });
});

test('a field with a line end in it, also one that Latin-1 would make of it, is never written', () => {
  const client = new HttpClient({ host: '127.0.0.1', port: 9 }, 10);
  for (const value of ['a\r\nX: b', 'a\nb', 'aĊb']) {
    assert.throws(() => client.send(post('', { Accept: value })), /cannot be written/);
  }
});

test('a kept connection that the server closed is replaced', async () => {
  let connections = 0;
  const server = answering((request, response) => request.resume().on('end', () => response.end('answer')));
  server.keepAliveTimeout = 1;
  server.on('connection', () => connections++);
  await using(server, async (client) => {
    await client.send(post()).exchange;
    server.closeIdleConnections();
    const second = await client.send(post()).exchange;
    assert.deepEqual([second.kind, connections], ['response', 2]);
  });
});

test('an answer that breaks off, one that comes too early, and nobody there', async () => {
  const cut = createTcpServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal')),
  );
  await using(cut, async (client) => {
    assert.partialDeepStrictEqual(await client.send(post()).exchange, {
      kind: 'broken',
      answered: true,
      unsent: false,
    });
  });
  const hasty = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno');
    socket.resume();
  });
  await using(hasty, async (client) => {
    const result = await client.send(post(Buffer.alloc(5_000_000))).exchange;
    assert.ok(result.kind === 'response');
    assert.equal(result.response.status, 413);
  });
  const nobody = new HttpClient({ socketPath: '/nonexistent/socket' }, 10);
  assert.partialDeepStrictEqual(await nobody.send(post()).exchange, {
    kind: 'broken',
    answered: false,
    unsent: true,
  });
});

test('an exchange that is given up ends at once', async () => {
  const server = answering(() => {});
  await using(server, async (client) => {
    const pending = client.send(post());
    setTimeout(() => pending.abandon(), 20);
    assert.equal((await pending.exchange).kind, 'broken');
  });
});
