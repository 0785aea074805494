import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Line, type Waiting } from './line.ts';

const request = (at: number, ttl = 1000): Waiting => ({
  key: String(at).padStart(5, '0'),
  acceptedMs: at,
  expiresMs: at + ttl,
});
const open = () => new Line({ account: '000000000000', region: 'us-east-1' }, 'e');

test('first come, first served; what is put back is first again', () => {
  const line = open();
  for (const at of [1, 2, 3]) line.push(request(at));
  const first = line.begin('v') as Waiting;
  const second = line.begin('v') as Waiting;
  assert.deepEqual([first.acceptedMs, second.acceptedMs, line.waiting, line.size], [1, 2, 1, 3]);
  assert.deepEqual([line.runningIn('v'), line.runningIn('w')], [2, 0]);
  line.putBack('v', second);
  assert.equal(line.begin('w')?.acceptedMs, 2);
  assert.equal(line.begin('w')?.acceptedMs, 3);
  assert.equal(line.begin('w'), undefined);
});

test('the oldest may be one that is being processed', () => {
  const line = open();
  assert.equal(line.oldestMs, undefined);
  for (const at of [5, 6]) line.push(request(at));
  const first = line.begin('v') as Waiting;
  assert.equal(line.oldestMs, 5);
  line.done('v', first);
  assert.equal(line.oldestMs, 6);
});

test('only what waits expires', () => {
  const line = open();
  line.push(request(1, 10));
  line.push(request(2, 1000));
  line.push(request(3, 10));
  line.begin('v');
  assert.deepEqual(line.expire(12), []);
  assert.deepEqual(
    line.expire(13).map(({ acceptedMs }) => acceptedMs),
    [3],
  );
  assert.deepEqual([line.waiting, line.size], [1, 2]);
  assert.deepEqual(line.expire(500), []);
  assert.equal(line.expire(1002).length, 1);
});

test('whatever is done to it, none is lost and none is there twice, and order holds', () => {
  const act = fc.constantFrom('push', 'begin', 'done', 'putBack', 'expire');
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const line = open();
      const running: Waiting[] = [];
      let now = 0;
      let inside = 0;
      for (const one of acts) {
        now++;
        if (one === 'push') line.push(request(now, 20));
        else if (one === 'begin') running.push(...[line.begin('v')].filter((next) => next !== undefined));
        else if (one === 'done' && running.length > 0) line.done('v', running.pop() as Waiting);
        else if (one === 'putBack' && running.length > 0) line.putBack('v', running.shift() as Waiting);
        else if (one === 'expire') for (const { expiresMs } of line.expire(now)) assert.ok(expiresMs <= now);
        assert.equal(line.runningIn('v'), running.length);
        inside = line.size - running.length;
      }
      const rest = line.clear();
      assert.equal(rest.length, inside);
      assert.deepEqual(
        rest.map(({ key }) => key),
        rest.map(({ key }) => key).sort(),
      );
    }),
  );
});
