import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openVersion2 } from './version-2.ts';

// A plain directory stands for the kernel's: what is written where is looked at, and what the kernel would count is put there.
test('writes what version 2 expects, and reads what it counts', async (context) => {
  const parent = mkdtempSync(join(tmpdir(), 'postern-cgroup-'));
  context.after(() => rmSync(parent, { recursive: true }));
  const groups = await openVersion2(parent, 'postern', '1-2');
  for (const place of ['', 'postern', 'postern/1-2']) {
    assert.equal(readFileSync(join(parent, place, 'cgroup.subtree_control'), 'latin1'), '+cpu +memory');
  }
  const group = await groups.create('7');
  const at = (name: string) => join(parent, 'postern/1-2/7', name);
  assert.deepEqual(group.entries, [at('cgroup.procs')]);

  await group.limit({ cpus: 512 / 1769, memoryBytes: 1 << 29 });
  assert.equal(readFileSync(at('cpu.max'), 'latin1'), '5789 20000');
  assert.equal(readFileSync(at('memory.max'), 'latin1'), '536870912');
  await group.limit({ cpus: 0.001 });
  assert.equal(readFileSync(at('cpu.max'), 'latin1'), '1000 20000');
  assert.equal(readFileSync(at('memory.max'), 'latin1'), 'max');

  writeFileSync(at('cpu.stat'), 'usage_usec 2500000\nuser_usec 1\n');
  writeFileSync(at('memory.current'), '1000\n');
  writeFileSync(at('memory.stat'), 'anon 700\ninactive_file 200\n');
  writeFileSync(at('memory.peak'), '3000\n');
  writeFileSync(at('memory.events'), 'low 0\noom 5\noom_kill 2\n');
  assert.deepEqual(await group.usage(), { cpuSeconds: 2.5, memoryBytes: 800, peakMemoryBytes: 3000 });
  assert.equal(group.outOfMemoryKills(), 2);
});
