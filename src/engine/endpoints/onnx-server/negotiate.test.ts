import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerOf, writerOf } from './negotiate.ts';

test('the body is read by its content type, JSON when nothing is said', () => {
  assert.equal(readerOf(undefined).type, 'application/json');
  assert.equal(readerOf('application/octet-stream').type, 'application/json');
  assert.equal(readerOf('text/csv; charset=utf-8').type, 'text/csv');
  assert.equal(readerOf('Application/X-NPY').type, 'application/x-npy');
  assert.throws(() => readerOf('image/png'), {
    status: 415,
    message: /image\/png is not supported; use one of application\/json/,
  });
});

test('the answer is written as the caller likes best', () => {
  assert.equal(writerOf(undefined).type, 'application/json');
  assert.equal(writerOf('*/*').type, 'application/json');
  assert.equal(writerOf('text/csv').type, 'text/csv');
  assert.equal(
    writerOf('image/png, text/csv;q=0.5, application/jsonlines;q=0.9').type,
    'application/jsonlines',
  );
  assert.throws(() => writerOf('image/png'), { status: 406 });
  assert.throws(() => writerOf('text/csv;q=0'), { status: 406 });
});
