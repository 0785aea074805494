import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { collect, HashCheck, lead } from './body.ts';

test('a body that is refused for its size may break off afterwards', async () => {
  const source = new PassThrough();
  const whole = collect(lead(source, new HashCheck('0'.repeat(64))), 10);
  source.write(Buffer.alloc(11));
  await assert.rejects(whole, { code: 'RequestEntityTooLargeException', status: 413 });
  source.destroy(); // an error that nobody heard of would end the process
  await once(source, 'close');
  await soon();
});

test('a body that breaks off while it is read is incomplete', async () => {
  const source = new PassThrough();
  const whole = collect(lead(source, new HashCheck('0'.repeat(64))), 10);
  source.write('abc');
  await soon();
  source.destroy();
  await assert.rejects(whole, { code: 'IncompleteBody' });
});
