import assert from 'node:assert/strict';
import { test } from 'node:test';
import { billedMs, endLines, errorPayload, exitReason } from './report.ts';

const cost = { durationMs: 3.014, initMs: 110.1, peakMemoryBytes: 36 * 1048576 };
const about = { timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6), timeoutMs: 3000, memoryMb: 128 };

test('a request that went well', () => {
  const outcome = { kind: 'answered', payload: Buffer.from('1'), cost } as const;
  assert.deepEqual(endLines('id', outcome, about), [
    'END RequestId: id\n',
    'REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n',
  ]);
  assert.equal(errorPayload('id', outcome, 3000).toString(), '1');
});

test('a time-out and a crash', () => {
  const late = { kind: 'timed-out', cost: { durationMs: 3000.4, peakMemoryBytes: 0 } } as const;
  assert.equal(
    endLines('id', late, about)[0],
    '2026-01-02T03:04:05.006Z id Task timed out after 3.00 seconds\n\n',
  );
  assert.match(endLines('id', late, about)[2] ?? '', /\tStatus: timeout\t\n$/);
  assert.deepEqual(JSON.parse(errorPayload('id', late, 3000).toString()), {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: id Error: Task timed out after 3.00 seconds',
  });
  const crash = { kind: 'crashed', end: { code: 1, signal: null }, cost } as const;
  assert.match(
    endLines('id', crash, about)[0] ?? '',
    /^RequestId: id Error: Runtime exited with error: exit status 1\n/,
  );
  assert.equal(exitReason({ code: 0, signal: null }), 'Runtime exited without providing a reason');
  assert.equal(exitReason({ code: null, signal: 'SIGKILL' }), 'Runtime exited with error: signal: killed');
});

test('every begun millisecond is billed, one at least', () => {
  assert.equal(billedMs({ durationMs: 0, peakMemoryBytes: 0 }), 1);
  assert.equal(billedMs({ durationMs: 2.0001, peakMemoryBytes: 0 }), 3);
});
