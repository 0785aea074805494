import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { without } from '../../../test/other-clients.ts';
import { pythonServer } from './python-server.ts';

const { python: skip } = without;

interface Serving extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly stderr: Promise<string>;
  open(): Promise<Socket>;
}

/** Serves a model directory with these files. */
async function serve(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Serving> {
  const root = await mkdtemp(join(tmpdir(), 'postern-python-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  const socket = join(root, 'socket');
  const { command, args, env } = pythonServer({
    PATH: process.env['PATH'] ?? '',
    SM_MODEL_DIR: root,
    POSTERN_BIND_TO_SOCKET: socket,
    ...environment,
  });
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const stderr = text(child.stderr);
  const open = async (): Promise<Socket> => {
    const client = connect(socket);
    await once(client, 'connect');
    return client;
  };
  while (child.exitCode === null) {
    const client = await open().catch(() => undefined);
    client?.destroy();
    if (client) break;
    await pause(20);
  }
  return {
    child,
    stderr,
    open,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
      await rm(root, { recursive: true });
    },
  };
}

const post = (body: string, more = ''): string =>
  `POST /invocations HTTP/1.1\r\ncontent-type: text/plain\r\n${more}content-length: ${body.length}\r\n\r\n${body}`;

/** Sends bytes and answers what came until the server ended the connection or `end` was seen. */
async function exchange(client: Socket, bytes: string, end?: RegExp): Promise<string> {
  client.write(bytes);
  let got = '';
  for await (const piece of client) {
    got += String(piece);
    if (end?.test(got)) break;
  }
  return got;
}

const echo = `
import os, time
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    if body == b'exit': os._exit(3)
    if body == b'hang': time.sleep(60)
    if body.startswith(b'sleep'): time.sleep(float(body[5:]))
    if body == b'dict': return {'a': [1]}
    return bytes(body)
`;

test('requests come one after the other, in pieces, in chunks, and are answered in order', {
  skip,
}, async () => {
  await using server = await serve({ 'code/inference.py': echo });
  const client = await server.open();
  const several = post('one') + post('dict') + 'GET /ping HTTP/1.1\r\n\r\n';
  const chunked =
    'POST /invocations HTTP/1.1\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n3\r\nthr\r\n2;x=y\r\nee\r\n0\r\n\r\n';
  client.write(several.slice(0, 30));
  await pause(30);
  const got = await exchange(client, several.slice(30) + chunked);
  assert.deepEqual(
    got
      .split(/HTTP\/1\.1 /)
      .slice(1)
      .map((one) => [one.slice(0, 3), one.split('\r\n\r\n')[1]]),
    [
      ['200', 'one'],
      ['200', '{"a": [1]}'],
      ['200', ''],
      ['200', 'three'],
    ],
  );
});

const broken: Record<string, [string, RegExp]> = {
  'no HTTP': ['hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  'a field without a colon': ['GET /ping HTTP/1.1\r\nnonsense\r\n\r\n', /^HTTP\/1\.1 400 /],
  'a length that is none': ['POST /invocations HTTP/1.1\r\ncontent-length: x\r\n\r\n', /^HTTP\/1\.1 400 /],
  'a body that is too large': [
    'POST /invocations HTTP/1.1\r\ncontent-length: 999999999\r\n\r\n',
    /^HTTP\/1\.1 413 /,
  ],
  'a chunk without a size': [
    'POST /invocations HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  'a head without an end': [`GET /ping HTTP/1.1\r\na: ${'x'.repeat(140_000)}`, /^HTTP\/1\.1 400 /],
  'another path': ['GET /models HTTP/1.1\r\nconnection: close\r\n\r\n', /^HTTP\/1\.1 404 /],
};

test('what cannot be read is refused, and the next caller is served', { skip }, async () => {
  await using server = await serve({ 'inference.py': echo });
  for (const [what, [bytes, answer]] of Object.entries(broken)) {
    assert.match(await exchange(await server.open(), bytes), answer, what);
  }
  const gone = await server.open();
  gone.write('POST /invocations HTTP/1.1\r\ncontent-length: 10\r\n\r\nabc');
  gone.destroy();
  assert.match(await exchange(await server.open(), post('x', 'connection: close\r\n')), /\r\n\r\nx$/);
});

test('pings are answered while the script works; it is given as many requests as it has workers', {
  skip,
}, async () => {
  await using one = await serve({ 'inference.py': echo });
  await using two = await serve({ 'inference.py': echo }, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' });
  const took = async (server: Serving): Promise<number> => {
    const startedAt = performance.now();
    const clients = [await server.open(), await server.open()];
    const both = Promise.all(
      clients.map((client) => exchange(client, post('sleep0.5', 'connection: close\r\n'))),
    );
    await pause(50);
    const ping = await exchange(await server.open(), 'GET /ping HTTP/1.1\r\nconnection: close\r\n\r\n');
    assert.match(ping, /^HTTP\/1\.1 200 OK/);
    await both;
    return performance.now() - startedAt;
  };
  const [alone, together] = [await took(one), await took(two)];
  assert.ok(alone >= 1000, `one after the other: ${alone} ms`);
  assert.ok(together < alone, `at once: ${together} ms`);
});

test('a stream is sent piece by piece, and one that breaks off is not ended', { skip }, async () => {
  const script = `
import time
def model_fn(model_dir): return None
def input_fn(body, content_type): return body
def predict_fn(body, model):
    yield 'first'
    if body != b'break': time.sleep(5)
    else: raise ValueError('half way')
    yield b'last'
`;
  await using server = await serve({ 'inference.py': script });
  const client = await server.open();
  const first = await exchange(client, post('go'), /first/);
  // The first piece does not wait for the last.
  assert.match(first, /transfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n$/);
  await using other = await serve({ 'inference.py': script });
  const half = await exchange(await other.open(), post('break'));
  assert.ok(half.endsWith('5\r\nfirst\r\n'), half);
});

test('SIGTERM lets what is being answered end', { skip }, async () => {
  await using server = await serve({ 'inference.py': echo });
  const client = await server.open();
  const answer = exchange(client, post('sleep0.4', 'connection: close\r\n'));
  await pause(100);
  server.child.kill('SIGTERM');
  assert.match(await answer, /\r\n\r\nsleep0\.4$/);
  const [code] = server.child.exitCode === null ? await once(server.child, 'exit') : [server.child.exitCode];
  assert.equal(code, 0);
});

test('a script that hangs ends the process, and says where it hung', { skip }, async () => {
  await using server = await serve({ 'inference.py': echo }, { SAGEMAKER_MODEL_SERVER_TIMEOUT: '1' });
  const startedAt = performance.now();
  assert.equal(await exchange(await server.open(), post('hang')), '');
  assert.ok(performance.now() - startedAt < 10_000);
  assert.match(await server.stderr, /did not answer within 1 s[\s\S]*time\.sleep\(60\)/);
});

test('a slow reader of a stream is waited for, one that has stopped reading is not; neither ends the process', {
  skip,
}, async () => {
  const script = `
def model_fn(model_dir): return None
def input_fn(body, content_type): return body
def predict_fn(body, model):
    yield b'x' * 4_000_000
    yield b'last'
`;
  await using server = await serve({ 'inference.py': script }, { SAGEMAKER_MODEL_SERVER_TIMEOUT: '1' });
  const stopped = await server.open();
  stopped.pause().write(post('go'));
  const slow = await server.open();
  slow.write(post('go'));
  let got = 0;
  let end = '';
  const startedAt = performance.now();
  for await (const piece of slow) {
    got += (piece as Buffer).length;
    end = (end + String(piece)).slice(-20);
    if (end.endsWith('0\r\n\r\n')) break;
    await pause(40);
  }
  assert.ok(got > 4_000_000 && end.includes('4\r\nlast\r\n'), `${got}: ${end}`);
  assert.ok(performance.now() - startedAt > 2_000, 'the reader was not slow enough to show anything');
  assert.equal(server.child.exitCode, null);
  stopped.destroy();
});

test('what a script may not be', { skip }, async () => {
  const model = 'def model_fn(model_dir): return 1\n';
  const reasons: Record<string, [string, RegExp]> = {
    'no model_fn': ['x = 1\n', /NotImplementedError: inference\.py must define model_fn\(model_dir\)/],
    'both ways': [
      `${model}def transform_fn(a, b, c, d): pass\ndef input_fn(a, b): pass\n`,
      /Cannot use transform_fn/,
    ],
    'the wrong number of arguments': [
      `${model}def predict_fn(a): pass\n`,
      /predict_fn takes 1 arguments but 2 were given/,
    ],
    'one that exits': ['import sys; sys.exit(4)\n', /SystemExit: 4/],
    'one that is not Python': ['def (\n', /SyntaxError/],
  };
  for (const [what, [script, reason]] of Object.entries(reasons)) {
    await using server = await serve({ 'inference.py': script });
    assert.match((await server.stderr).trim().split('\n').at(-1) ?? '', reason, what);
  }
  await using wrong = await serve({ 'inference.py': model }, { SAGEMAKER_MODEL_SERVER_WORKERS: 'many' });
  assert.match(await wrong.stderr, /^SAGEMAKER_MODEL_SERVER_WORKERS must be a positive integer, not 'many'/);
});
