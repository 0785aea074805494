import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange } from './connection.ts';
import { HttpClient, type Pending } from './client.ts';
import type { Streamed, StreamedResponse } from './request.ts';

/** A model server of the test's own, and a client for it. */
async function serve(answer: (...of: Parameters<RequestListener>) => unknown) {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new HttpClient({ host: '127.0.0.1', port }, 1000);
  const send = (streamed: Streamed, body = Buffer.from('asked')): Pending =>
    client.send({ method: 'POST', path: '/invocations', headers: { Accept: 'text/plain' }, body, streamed });
  return {
    send,
    async [Symbol.asyncDispose]() {
      client.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const text = async (pieces: StreamedResponse['pieces']): Promise<string> => {
  let all = '';
  for await (const piece of pieces) all += piece.toString();
  return all;
};

test('pieces come while the server is still writing', async () => {
  const { promise: readFirst, resolve: haveFirst } = Promise.withResolvers<void>();
  await using model = await serve(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'x-of': 'model' });
    response.write('one');
    await readFirst; // would wait for ever if the first piece were kept until the last
    response.end('two');
  });
  let head: StreamedResponse | undefined;
  const seen: string[] = [];
  const ended = await model.send({
    async take(response) {
      head = response;
      for await (const piece of response.pieces) {
        seen.push(piece.toString());
        haveFirst();
      }
    },
  }).exchange;
  assert.deepEqual(seen, ['one', 'two']);
  assert.equal(head?.status, 200);
  assert.equal(head?.headers.get('x-of'), 'model');
  assert.equal(ended.kind === 'response' && ended.response.body.length, 0);
});

test('a body that is a stream goes out with its length', async () => {
  await using model = await serve(async (request, response) => {
    const got = await text(request);
    response.end(`${request.headers['content-length']} ${request.headers['accept']} ${got}`);
  });
  let said = '';
  await model.send({
    body: async () => ({ stream: Readable.from([Buffer.from('ab'), Buffer.from('cd')]), bytes: 4 }),
    take: async ({ pieces }) => {
      said = await text(pieces);
    },
  }).exchange;
  assert.equal(said, '4 text/plain abcd');
});

test('an answer that is no success is read whole, up to the limit', async () => {
  let length = 5;
  await using model = await serve((_request, response) => {
    response.writeHead(418).end('x'.repeat(length));
  });
  const never: Streamed = { take: () => assert.fail('it is no answer to take') };
  const refused = await model.send(never).exchange;
  assert.equal(refused.kind === 'response' && refused.response.status, 418);
  assert.equal(refused.kind === 'response' && refused.response.body.toString(), 'xxxxx');
  length = 2000;
  assert.deepEqual(await model.send(never).exchange, { kind: 'unreadable', why: 'too-large' });
});

test('a connection that ends within the answer breaks the stream and the exchange', async () => {
  await using model = await serve((_request, response) => {
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  let seen = '';
  const ended = await model.send({
    async take({ pieces }) {
      for await (const piece of pieces) seen += piece.toString();
    },
  }).exchange;
  assert.equal(seen, 'half');
  assert.equal(ended.kind === 'broken' && ended.answered, true);
  assert.equal(ended.kind === 'broken' && ended.unsent, false);
});

test('nobody there: nobody can have seen it', async () => {
  const client = new HttpClient({ host: '127.0.0.1', port: 1 }, 1000);
  const ended = await client.send({
    method: 'POST',
    path: '/',
    headers: {},
    body: Buffer.from('x'),
    streamed: { take: async () => {} },
  }).exchange;
  assert.equal(ended.kind === 'broken' && ended.unsent, true);
  assert.equal(ended.kind === 'broken' && ended.answered, false);
});

test('given up, before and within the answer: the server sees the connection go', async () => {
  let gone = 0;
  let speak = false;
  await using model = await serve((_request, response) => {
    response.on('close', () => gone++);
    if (speak) response.write('first');
  });
  const silent = model.send({ take: async () => {} });
  setTimeout(() => silent.abandon(), 30);
  assert.equal((await silent.exchange).kind, 'broken');
  speak = true;
  const broke = Promise.withResolvers<Error>();
  const speaking: Pending = model.send({
    async take({ pieces }) {
      try {
        for await (const _piece of pieces) speaking.abandon();
      } catch (error) {
        broke.resolve(error as Error);
        throw error;
      }
    },
  });
  const ended: Exchange = await speaking.exchange;
  assert.equal(ended.kind, 'broken');
  assert.ok(await broke.promise);
  for (let n = 0; n < 100 && gone < 2; n++) await pause(10);
  assert.equal(gone, 2);
});

test('who stops reading early ends the connection and harms nobody', async () => {
  let gone = false;
  await using model = await serve((_request, response) => {
    response.on('close', () => {
      gone = true;
    });
    response.write('first');
  });
  const ended = await model.send({
    async take({ pieces }) {
      for await (const _piece of pieces) return;
    },
  }).exchange;
  assert.equal(ended.kind, 'response');
  for (let n = 0; n < 100 && !gone; n++) await pause(10);
  assert.ok(gone);
});

test('the server writes no faster than its pieces are taken', async () => {
  const pieces = 512; // of 64 KB: more than the sockets hold between them
  let written = 0;
  await using model = await serve((_request, response) => {
    const piece = Buffer.alloc(64 * 1024);
    const more = () => {
      while (written < pieces) {
        written++;
        if (!response.write(piece)) return response.once('drain', more);
      }
      return response.end();
    };
    more();
  });
  let atPause = 0;
  let taken = 0;
  await model.send({
    async take(response) {
      for await (const piece of response.pieces) {
        if (taken === 0) {
          await pause(150);
          atPause = written;
        }
        taken += piece.length;
      }
    },
  }).exchange;
  assert.ok(atPause < pieces, `${atPause} of ${pieces} pieces had been written before anybody read`);
  assert.equal(taken, pieces * 64 * 1024);
});
