import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyWriter, type Position, readPage } from './page.ts';

const inOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A listing of `keys` and how often it was asked. */
function listing(keys: readonly string[], prefix: string) {
  const sorted = [...new Set(keys)].sort(inOrder).filter((key) => key.startsWith(prefix));
  let read = 0;
  return {
    read: () => read,
    source: ({ key: after }: Position, limit: number) => {
      const found = sorted.filter((key) => inOrder(key, after) > 0).slice(0, limit);
      read += found.length;
      return found;
    },
  };
}

/** Every page of a listing, one after the other. */
function readAll(keys: readonly string[], prefix: string, delimiter: string, limit: number) {
  const { source } = listing(keys, prefix);
  const pages: { entries: readonly string[]; commonPrefixes: readonly string[] }[] = [];
  let after: Position = { key: '', id: '' };
  for (;;) {
    const page = readPage({ prefix, delimiter, after, limit }, source, (key) => ({ key, id: '' }));
    pages.push(page);
    assert.ok(page.entries.length + page.commonPrefixes.length <= limit);
    if (!page.next) return pages;
    after = page.next;
  }
}

test('whatever the pages are, together they are the whole listing, each thing once, in order', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'é', '\u{1F600}'),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 60 }),
      fc.constantFrom('', 'a', 'a/', 'b/a'),
      fc.constantFrom('', '/', 'a'),
      fc.integer({ min: 1, max: 9 }),
      (keys, prefix, delimiter, limit) => {
        const pages = readAll(keys, prefix, delimiter, limit);
        const entries: string[] = [];
        const prefixes = new Set<string>();
        for (const each of [...new Set(keys)].sort(inOrder)) {
          if (!each.startsWith(prefix)) continue;
          const at = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
          if (at < 0) entries.push(each);
          else prefixes.add(each.slice(0, at + delimiter.length));
        }
        assert.deepEqual(
          pages.flatMap((page) => page.entries),
          entries,
        );
        assert.deepEqual(
          pages.flatMap((page) => page.commonPrefixes),
          [...prefixes],
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('what is rolled up is leapt over, not read', () => {
  const keys = [
    'first',
    ...Array.from({ length: 5000 }, (_, n) => `many/${String(n).padStart(5, '0')}`),
    'zlast',
  ];
  const { source, read } = listing(keys, '');
  const page = readPage(
    { prefix: '', delimiter: '/', after: { key: '', id: '' }, limit: 1000 },
    source,
    (key) => ({
      key,
      id: '',
    }),
  );
  assert.deepEqual(page, { entries: ['first', 'zlast'], commonPrefixes: ['many/'] });
  assert.ok(read() < 100, `${read()} keys were read`);
});

test('nothing is on a page of no length', () => {
  const { source } = listing(['a'], '');
  assert.deepEqual(
    readPage({ prefix: '', delimiter: '', after: { key: '', id: '' }, limit: 0 }, source, (key) => ({
      key,
      id: '',
    })),
    {
      entries: [],
      commonPrefixes: [],
    },
  );
});

test('keys are URL-encoded as S3 does', () => {
  assert.equal(keyWriter('url')("a b/c+d%é'(*)~\u0001"), 'a+b/c%2Bd%25%C3%A9%27%28*%29~%01');
  assert.equal(keyWriter(undefined)('a b'), 'a b');
  assert.throws(() => keyWriter('gzip'), { code: 'InvalidArgument' });
});
