import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type HttpResponse, ResponseReader, type Unreadable } from './response-reader.ts';

const MAX = 1000;

/** Reads a whole response that arrives in pieces cut at these places; the connection ends after it. */
function read(
  text: string,
  cuts: readonly number[] = [],
): { result: HttpResponse | Unreadable | undefined; keepAlive: boolean } {
  const reader = new ResponseReader(MAX);
  const bytes = Buffer.from(text, 'latin1');
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i++) {
    const result = reader.push(bytes.subarray(places[i - 1], places[i]));
    if (result !== undefined) return { result, keepAlive: reader.keepAlive };
  }
  return { result: reader.end(), keepAlive: reader.keepAlive };
}

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const whole = {
  'with a length': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'in chunks': `${chunked}3;ext=1\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`,
  'in chunks with trailers': `${chunked}5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`,
  'until the end of the connection': 'HTTP/1.0 200 OK\r\nServer: old\r\n\r\nhello',
  'after an interim one': 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
};

for (const [how, text] of Object.entries(whole)) {
  test(`a response ${how} is the same however it is cut`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 8 }), (cuts) => {
        const { result } = read(text, cuts);
        assert.ok(typeof result === 'object');
        assert.deepEqual([result.status, result.body.toString()], [200, 'hello']);
      }),
    );
  });
}

test('a connection is kept only where the response lets it be', () => {
  const kept = (text: string) => read(text).keepAlive;
  assert.equal(kept(whole['with a length']), true);
  assert.equal(kept(whole['in chunks']), true);
  assert.equal(kept(whole['until the end of the connection']), false);
  assert.equal(kept('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'), false);
  assert.equal(kept('HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n'), true);
  assert.equal(
    kept('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\n'),
    false,
    'more than was announced',
  );
});

test('field names are lower case, values trimmed', () => {
  const { result } = read('HTTP/1.1 204 No Content\r\nContent-TYPE:  text/csv \r\nX: a:b\r\n\r\n');
  assert.ok(typeof result === 'object');
  assert.deepEqual(
    [...result.headers],
    [
      ['content-type', 'text/csv'],
      ['x', 'a:b'],
    ],
  );
});

test('what is not HTTP, or too long, is told', () => {
  for (const text of [
    'hello\r\n\r\n',
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: gzip\r\n\r\n',
    `${chunked}nonsense\r\n`,
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`,
  ]) {
    assert.equal(read(text).result, 'malformed', text.slice(0, 40));
  }
  assert.equal(read(`HTTP/1.1 200 OK\r\nContent-Length: ${MAX + 1}\r\n\r\n`).result, 'too-large');
  assert.equal(read(`${chunked}ffff\r\n${'x'.repeat(MAX + 1)}`).result, 'too-large');
  assert.equal(read(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(MAX + 1)}`).result, 'too-large');
});
