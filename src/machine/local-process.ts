import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import { type Clock, sleep } from '../kit/index.ts';
import type { ControlGroup } from './cgroup/control-group.ts';
import { DutyCycle } from './limits/duty-cycle.ts';
import { watchMemory } from './limits/memory-watch.ts';
import { cpuSecondsOf, listProcesses, memoryOf } from './proc.ts';
import type { ProcessExit, ProcessLimits, ProcessUsage, RunningProcess } from './process.ts';

/** How long a list of the tree's processes is good for, milliseconds, where the kernel keeps none for us. */
const MEMBERS_GOOD_FOR_MS = 500;

/** A child process of ours with all that it started, in a session and, where there is the right, a control group of its own. */
export class LocalProcess implements RunningProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly channels: readonly Duplex[];
  readonly exited: Promise<ProcessExit>;
  /** Resolves when nothing is left of the tree and its group. */
  readonly gone: Promise<void>;
  readonly #clock: Clock;
  readonly #group: ControlGroup | undefined;
  #dutyCycle: DutyCycle | undefined;
  #memoryWatch: Disposable | undefined;
  #members: { at: number; pids: readonly number[] } | undefined;
  #ended = false;
  #frozen = false;
  #overMemory = false;
  #killed = false;

  /** @param child spawned `detached`, with pipes for all of its streams */
  constructor(child: ChildProcess, group: ControlGroup | undefined, clock: Clock) {
    this.pid = child.pid as number;
    this.#clock = clock;
    this.#group = group;
    const [stdin, stdout, stderr, ...channels] = child.stdio;
    this.stdin = stdin as Writable;
    this.stdout = stdout as Readable;
    this.stderr = stderr as Readable;
    this.channels = channels as unknown as Duplex[];
    // Writing to a process that just ended is no fault of ours: its end is told by `exited`.
    for (const stream of child.stdio) stream?.on('error', () => {});
    const exit = Promise.withResolvers<ProcessExit>();
    const gone = Promise.withResolvers<void>();
    this.exited = exit.promise;
    this.gone = gone.promise;
    child.once('exit', (code, signal) => {
      exit.resolve(this.#end(code, signal));
      if (this.#group) this.#group.remove().then(gone.resolve, gone.reject);
      else gone.resolve();
    });
    this.gone.catch(() => {}); // whoever stops it hears of it
  }

  signal(name: NodeJS.Signals): void {
    if (this.#ended) return;
    if (name === 'SIGKILL') this.#killed = true;
    this.#signalAll(name);
  }

  freeze(): void {
    this.#frozen = true;
    if (!this.#ended) this.#signalAll('SIGSTOP');
  }

  thaw(): void {
    this.#frozen = false;
    if (!this.#ended) this.#signalAll('SIGCONT');
  }

  async limit(limits: ProcessLimits): Promise<void> {
    if (this.#ended) return;
    if (!this.#group) return this.#limitByHand(limits);
    if ((await this.#group.limit(limits)) === 'over') this.#endForMemory();
  }

  async usage(): Promise<ProcessUsage> {
    if (this.#group) return this.#group.usage();
    const pids = this.#pids();
    const { bytes, peakBytes } = memoryOf(pids);
    return { cpuSeconds: cpuSecondsOf(pids), memoryBytes: bytes, peakMemoryBytes: peakBytes };
  }

  async stop(graceMs: number): Promise<ProcessExit> {
    this.thaw();
    this.#killed = true;
    if (graceMs > 0) {
      if (!this.#ended) this.#signalAll('SIGTERM');
      await Promise.race([this.exited, sleep(this.#clock, graceMs)]);
    }
    if (!this.#ended) this.#signalAll('SIGKILL');
    const exit = await this.exited;
    await this.gone;
    return exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(0);
  }

  #end(code: number | null, signal: NodeJS.Signals | null): ProcessExit {
    this.#dutyCycle?.[Symbol.dispose]();
    this.#memoryWatch?.[Symbol.dispose]();
    const byKernel = signal === 'SIGKILL' && !this.#killed && (this.#group?.outOfMemoryKills() ?? 0) > 0;
    this.#signalAll('SIGKILL'); // what the program left behind
    this.#ended = true;
    return { code, signal, outOfMemory: this.#overMemory || byKernel };
  }

  #limitByHand({ cpus, memoryBytes }: ProcessLimits): void {
    this.#dutyCycle?.[Symbol.dispose]();
    this.#memoryWatch?.[Symbol.dispose]();
    const tree = {
      cpuSeconds: () => cpuSecondsOf(this.#pids()),
      pause: () => this.#signalAll('SIGSTOP'),
      proceed: () => {
        if (!this.#frozen) this.#signalAll('SIGCONT');
      },
    };
    const measurable = process.platform === 'linux';
    this.#dutyCycle = cpus !== undefined && measurable ? new DutyCycle(tree, cpus, this.#clock) : undefined;
    this.#memoryWatch =
      memoryBytes !== undefined && measurable
        ? watchMemory(
            memoryBytes,
            () => memoryOf(this.#pids()).bytes,
            () => this.#endForMemory(),
            this.#clock,
          )
        : undefined;
  }

  #endForMemory(): void {
    this.#overMemory = true;
    this.#signalAll('SIGKILL');
  }

  /** The tree, so far as it did not leave our session. */
  #pids(): readonly number[] {
    if (this.#group) return this.#group.members();
    const now = this.#clock.monotonic();
    if (!this.#members || now - this.#members.at > MEMBERS_GOOD_FOR_MS) {
      const pids = listProcesses().flatMap((one) => (one.session === this.pid ? one.pid : []));
      this.#members = { at: now, pids };
    }
    return this.#members.pids;
  }

  #signalAll(name: NodeJS.Signals): void {
    send(-this.pid, name);
    if (name === 'SIGKILL' && this.#group) for (const pid of this.#group.members()) send(pid, name);
  }
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
}
