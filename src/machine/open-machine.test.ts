import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { silent, systemClock } from '../kit/index.ts';
import { type Machine, openMachine, type ProcessSpec } from './index.ts';
import { readStat } from './proc.ts';

const PATH = '/usr/bin:/bin';
const scratch = mkdtempSync(join(tmpdir(), 'postern-machine-'));
const open = (more: { controlGroups?: 'auto' | 'none' } = {}) =>
  openMachine({ clock: systemClock, log: silent, searchPath: PATH, runRoot: join(scratch, 'run'), ...more });
const shell = (script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  label: 'test',
  command: '/bin/sh',
  args: ['-c', script],
  env: { PATH },
  ...more,
});
/** Seconds in which a process could have run, but others had the processor; being held by its limit is none of that. */
const delayedSeconds = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e9;
/** Burns CPU for ever. */
const burner = (more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  label: 'burner',
  command: process.execPath,
  args: ['-e', 'for (;;);'],
  env: {},
  ...more,
});
/** Holds that many MiB more every 20 ms. */
const hoarder = (mebibytes: number, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  label: 'hoarder',
  command: process.execPath,
  args: ['-e', `const all = []; setInterval(() => all.push(Buffer.alloc(${mebibytes} << 20, 1)), 20)`],
  env: {},
  ...more,
});

after(() => rmSync(scratch, { recursive: true, force: true }));

for (const controlGroups of ['auto', 'none'] as const) {
  describe(`a machine with control groups: ${controlGroups}`, () => {
    let machine: Machine;
    before(async () => {
      machine = await open({ controlGroups });
    });
    after(() => machine[Symbol.asyncDispose]());

    test('runs a program with its environment alone, its directory and its streams', async () => {
      const running = await machine.spawn(
        shell('cat; pwd; env | sort; echo no >&2; exit 9', { cwd: '/usr', env: { PATH, A: '1' } }),
      );
      running.stdin.end('in\n');
      const [out, error, exit] = await Promise.all([
        text(running.stdout),
        text(running.stderr),
        running.exited,
      ]);
      assert.equal(out, `in\n/usr\nA=1\nPATH=${PATH}\nPWD=/usr\n`);
      assert.equal(error, 'no\n');
      assert.deepEqual(exit, { code: 9, signal: null, outOfMemory: false });
    });

    test('gives two-way channels as file descriptors from 3 on', async () => {
      const running = await machine.spawn(shell('read -r line <&3; echo "got $line" >&4', { channels: 2 }));
      running.channels[0]?.write('hello\n');
      assert.equal(await text(running.channels[1] as NodeJS.ReadableStream), 'got hello\n');
    });

    test('stops with SIGTERM first, SIGKILL after the grace, and takes what it started along', async () => {
      const polite = await machine.spawn(shell('trap "exit 3" TERM; echo up; while :; do sleep 0.01; done'));
      await once(polite.stdout, 'data');
      assert.deepEqual(await polite.stop(2000), { code: 3, signal: null, outOfMemory: false });
      const stubborn = await machine.spawn(
        shell('trap "" TERM; sleep 100 & echo $!; while :; do wait; done'),
      );
      const [line] = await once(stubborn.stdout, 'data');
      assert.equal((await stubborn.stop(100)).signal, 'SIGKILL');
      const child = Number(String(line));
      for (let n = 0; n < 50 && readStat(child); n++) await wait(20);
      assert.equal(readStat(child), undefined);
    });

    test('a frozen process stands still until it is thawed, and can be stopped', async () => {
      const running = await machine.spawn(burner());
      await wait(200);
      running.freeze();
      await wait(20);
      const before = (await running.usage()).cpuSeconds;
      await wait(200);
      assert.ok((await running.usage()).cpuSeconds - before < 0.005);
      running.thaw();
      await wait(200);
      assert.ok((await running.usage()).cpuSeconds - before > 0.02);
      running.freeze();
      assert.equal((await running.stop(500)).signal, 'SIGTERM');
    });

    test('over its memory it is killed, and said so', { timeout: 20_000 }, async () => {
      const running = await machine.spawn(hoarder(16));
      await running.limit({ memoryBytes: 160 << 20 });
      assert.deepEqual(await running.exited, { code: null, signal: 'SIGKILL', outOfMemory: true });
    });

    test('a limit below what it already uses ends it', { timeout: 20_000 }, async () => {
      const running = await machine.spawn(
        burner({
          args: [
            '-e',
            'const b = Buffer.alloc(200 << 20, 1); console.log(b.length); setInterval(() => {}, 1000)',
          ],
        }),
      );
      await once(running.stdout, 'data');
      await running.limit({ memoryBytes: 64 << 20 });
      assert.equal((await running.exited).outOfMemory, true);
    });

    for (const [cpus, seconds] of [
      [0.0724, 2],
      [0.5, 1],
    ] as const) {
      test(`holds ${cpus} of a processor`, { timeout: 20_000 }, async () => {
        const running = await machine.spawn(burner({ limits: { cpus } }));
        await wait(400);
        const before = (await running.usage()).cpuSeconds;
        const delayedBefore = delayedSeconds(running.pid);
        const start = performance.now();
        await wait(seconds * 1000);
        const elapsed = (performance.now() - start) / 1000;
        const used = (await running.usage()).cpuSeconds - before;
        const delayed = delayedSeconds(running.pid) - delayedBefore;
        await running.stop(0);
        // a process that waited for others of the machine, not for its limit, could have had that time too
        const share = used / elapsed < cpus ? Math.min(cpus, (used + delayed) / elapsed) : used / elapsed;
        const slack = controlGroups === 'auto' ? 0.1 : 0.3; // a tick of the duty cycle may be overdrawn
        assert.ok(Math.abs(share / cpus - 1) < slack, `${share} of ${cpus}`);
      });
    }

    test('a program that is not there is told by its exit or by an error, and leaves nothing', async () => {
      const outcome = await machine.spawn(shell('', { command: '/no/such/program', args: [] })).then(
        async (running) => (await running.exited).code,
        (error: NodeJS.ErrnoException) => error.code,
      );
      assert.ok(outcome === 127 || outcome === 'ENOENT', String(outcome));
    });
  });
}

test('private mounts are seen by the process alone', async (context) => {
  await using machine = await open();
  if (!machine.can('private-mounts')) return context.skip('no right to mount');
  const source = join(scratch, "it's");
  mkdirSync(source);
  writeFileSync(join(source, 'here'), 'yes');
  const running = await machine.spawn(
    shell('cat /opt/here; echo x > /opt/there', { mounts: [{ source, target: '/opt' }] }),
  );
  assert.equal(await text(running.stdout), 'yes');
  await running.exited;
  assert.ok(existsSync(join(source, 'there')));
  assert.ok(!existsSync('/opt/here'));
});

test('what a machine leaves behind when it is killed, the next start ends', { timeout: 20_000 }, async () => {
  const program = `
    import { openMachine } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    import { silent, systemClock } from ${JSON.stringify(join(import.meta.dirname, '../kit/index.ts'))};
    const machine = await openMachine({ clock: systemClock, log: silent, searchPath: '${PATH}', runRoot: ${JSON.stringify(join(scratch, 'run'))} });
    const running = await machine.spawn({ label: 'x', command: '/bin/sh', args: ['-c', 'sleep 1000 & echo $!; wait'], env: { PATH: '${PATH}' } });
    running.stdout.once('data', (line) => console.log(JSON.stringify({ leader: running.pid, child: Number(String(line)) })));
  `;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout as NodeJS.ReadableStream, 'data');
  const { leader, child } = JSON.parse(String(line)) as { leader: number; child: number };
  assert.ok(readStat(leader) && readStat(child));
  server.kill('SIGKILL');
  await once(server, 'exit');
  await wait(50);
  const machine = await open();
  for (let n = 0; n < 50 && (readStat(leader) || readStat(child)); n++) await wait(20);
  assert.equal(readStat(leader), undefined);
  assert.equal(readStat(child), undefined);
  assert.deepEqual(readdirSync(join(scratch, 'run')), [machine.runDirectory.split('/').at(-1)]);
  await machine[Symbol.asyncDispose]();
  assert.deepEqual(readdirSync(join(scratch, 'run')), []);
});

test('opens fast', async () => {
  const start = performance.now();
  await using machine = await open();
  const elapsed = performance.now() - start;
  assert.ok(machine.capabilities.length >= 4);
  assert.ok(elapsed < 1000, `${elapsed} ms`);
});
