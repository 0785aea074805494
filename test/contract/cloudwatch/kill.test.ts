import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTelemetry } from '../../../src/engine/telemetry/index.ts';
import { silent, systemClock } from '../../../src/kit/index.ts';

test('metrics and events that were taken survive kill -9', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-kill-'));
  try {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), directory]);
    const exited = once(writer, 'exit');
    const [said] = (await Promise.race([once(writer.stdout, 'data'), exited])) as [Buffer | number];
    writer.kill('SIGKILL');
    await exited;
    assert.equal(String(said), 'taken\n');
    await using telemetry = openTelemetry({ directory, clock: systemClock, log: silent });
    const owner = { account: '000000000000', region: 'us-east-1' };
    const now = Date.now();
    const [series] = telemetry.metrics.read({
      metric: { ...owner, namespace: 'n', name: 'm', dimensions: {} },
      fromMs: now - 600_000,
      toMs: now + 60_000,
      periodSeconds: 60,
    });
    assert.equal(series?.points[0]?.window.sum, 7);
    const events = await telemetry.logs.read({
      group: { ...owner, group: 'g' },
      fromMs: 0,
      toMs: now + 60_000,
      order: 'ascending',
      limit: 10,
    });
    assert.deepEqual(
      events.map(({ message }) => message),
      ['kept'],
    );
  } finally {
    await rm(directory, { recursive: true });
  }
});
