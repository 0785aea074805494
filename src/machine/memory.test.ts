import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { endSooner, memoryNow } from './memory.ts';

test('what is available is no more than there is', () => {
  const { totalBytes, availableBytes } = memoryNow();
  assert.ok(totalBytes > 0 && totalBytes <= totalmem());
  assert.ok(availableBytes > 0 && availableBytes <= totalBytes);
});

test('a process is ended before us when memory runs out', { skip: process.platform !== 'linux' }, () => {
  const child = spawn('sleep', ['60']);
  const scoreOf = (pid: number | 'self') => Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'latin1'));
  assert.ok(child.pid);
  endSooner(child.pid);
  assert.ok(scoreOf(child.pid) > scoreOf('self'));
  child.kill('SIGKILL');
  endSooner(2 ** 22 + 1); // one that is gone is no fault
});
