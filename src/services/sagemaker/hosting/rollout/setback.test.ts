import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from './plan.ts';
import { failureReasonOf } from './setback.ts';

const policy = {
  TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
  MaximumExecutionTimeoutInSeconds: 900,
} as const;
const plan = planOf({ BlueGreenUpdatePolicy: policy }, [1]);

test('a setback is told as SageMaker tells it', () => {
  assert.match(
    failureReasonOf({ kind: 'start', variant: 'a', cause: 'machine-full', reason: 'no memory' }, plan),
    /^Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error\. .*\(no memory\)$/,
  );
  assert.match(
    failureReasonOf({ kind: 'start', variant: 'a', cause: 'container', reason: 'it ended' }, plan),
    /^The primary container for production variant a did not pass the ping health check\. .*\(it ended\)$/,
  );
  assert.match(failureReasonOf({ kind: 'alarms', names: ['x', 'y'] }, plan), /ALARM status: \[x, y\]\.$/);
  assert.match(failureReasonOf({ kind: 'timed-out' }, plan), /\(900 seconds\)\.$/);
});
