import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Listed, type ListInput, pageOf } from './paging.ts';

const item = (name: string, createdMs: number, status = 'InService'): Listed => ({ name, createdMs, status });
const names = (items: readonly Listed[]) => items.map(({ name }) => name).join('');

test('the newest come first, ten at a time', () => {
  const all = Array.from({ length: 12 }, (_, i) => item(String.fromCharCode(97 + i), i));
  const first = pageOf(all, {});
  assert.equal(names(first.items), 'lkjihgfedc');
  const second = pageOf(all, { NextToken: first.NextToken });
  assert.deepEqual([names(second.items), second.NextToken], ['ba', undefined]);
});

test('filters', () => {
  const all = [item('Abc', 1, 'Failed'), item('bcd', 2), item('cde', 3)];
  assert.equal(names(pageOf(all, { NameContains: 'BC' }).items), 'bcdAbc');
  assert.equal(names(pageOf(all, { StatusEquals: 'Failed' }).items), 'Abc');
  assert.equal(
    names(pageOf(all, { CreationTimeAfter: new Date(1), CreationTimeBefore: new Date(3) }).items),
    'bcdAbc',
    'from a creation time on',
  );
  assert.equal(names(pageOf(all, { LastModifiedTimeAfter: new Date(2) }).items), 'cde');
});

test('pages put together are the whole list in order, each item once, though others are deleted between', () => {
  const lists = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.nat(5)), {
    selector: ([name]) => name,
  });
  const orders = fc.record({
    SortBy: fc.constantFrom('Name', 'CreationTime', 'Status', undefined),
    SortOrder: fc.constantFrom('Ascending', 'Descending', undefined),
    MaxResults: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(lists, orders, (pairs, input) => {
      const all = pairs.map(([name, ms]) => item(name, ms));
      const whole = pageOf(all, { ...input, MaxResults: 100 } as ListInput).items;
      let left = all;
      const collected: Listed[] = [];
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = pageOf(left, { ...input, NextToken: token } as ListInput);
        collected.push(...page.items);
        left = left.filter((one) => !page.items.includes(one));
        token = page.NextToken;
      }
      assert.deepEqual(collected, whole);
    }),
  );
});

test('a token that is not ours is refused', () => {
  for (const NextToken of ['', 'x', Buffer.from('{}').toString('base64url')]) {
    assert.throws(() => pageOf([], { NextToken }), {
      code: 'ValidationException',
      message: 'Invalid pagination token.',
    });
  }
});
