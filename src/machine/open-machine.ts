import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Logger } from '../kit/index.ts';
import { dieTogether, limitCapabilities, privateMounts, pythonCapabilities } from './capabilities.ts';
import type { ControlGroup, ControlGroups } from './cgroup/control-group.ts';
import { openControlGroups } from './cgroup/open.ts';
import { IdleMeter } from './idle-meter.ts';
import { launch, type Tools } from './launch.ts';
import { LocalProcess } from './local-process.ts';
import { endSooner, memoryNow } from './memory.ts';
import type { Capability, Machine, MachineMemory, ProcessSpec, Python, RunningProcess } from './process.ts';
import { findProgram, findPythons } from './programs.ts';
import { isAlive, openRunDirectory, type RunDirectory } from './run-directory.ts';

/** What the machine is opened with. */
export interface MachineOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Where programs are looked for, as in `PATH`. */
  readonly searchPath: string;
  /** Holds the directories of all runs; made with mode 0700. Default `postern-<uid>` in the system's temporary directory. */
  readonly runRoot?: string;
  /** `none` does without control groups even where there is a right to them. Default `auto`. */
  readonly controlGroups?: 'auto' | 'none';
}

const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** Opens this computer: ends what dead runs left behind, finds out what it can do. Takes some 10 ms. */
export async function openMachine(options: MachineOptions): Promise<Machine> {
  const root = options.runRoot ?? join(tmpdir(), `postern-${process.geteuid?.() ?? 'user'}`);
  const directory = await openRunDirectory(root);
  const search = `${options.searchPath}:${SYSTEM_PATH}`;
  const find = (name: string) => (process.platform === 'linux' ? findProgram(name, search) : undefined);
  const tools: Tools = { setpriv: find('setpriv'), unshare: find('unshare'), mount: find('mount') };
  const [opened, together, mounts] = await Promise.all([
    options.controlGroups === 'none'
      ? { groups: undefined, detail: 'control groups are switched off' }
      : openControlGroups(directory.run, isAlive),
    dieTogether(tools),
    privateMounts(tools, directory.path),
  ]);
  const usable: Tools = { ...tools, setpriv: together.available ? tools.setpriv : undefined };
  const capabilities = [...limitCapabilities(opened), together, mounts];
  return new LocalMachine(options, search, directory, usable, opened.groups, capabilities);
}

class LocalMachine implements Machine {
  readonly cpus = availableParallelism();
  readonly runDirectory: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #searchPath: string;
  readonly #directory: RunDirectory;
  readonly #tools: Tools;
  readonly #groups: ControlGroups | undefined;
  readonly #running = new Set<LocalProcess>();
  readonly #idle: IdleMeter;
  #capabilities: readonly Capability[];
  #pythons: Promise<readonly Python[]> | undefined;
  #count = 0;
  #closed = false;

  constructor(
    options: MachineOptions,
    searchPath: string,
    directory: RunDirectory,
    tools: Tools,
    groups: ControlGroups | undefined,
    capabilities: readonly Capability[],
  ) {
    this.#clock = options.clock;
    this.#idle = new IdleMeter(options.clock);
    this.#log = options.log;
    this.#searchPath = searchPath;
    this.#directory = directory;
    this.#tools = tools;
    this.#groups = groups;
    this.#capabilities = capabilities;
    this.runDirectory = directory.path;
  }

  get capabilities(): readonly Capability[] {
    return this.#capabilities;
  }

  idleShare(): number {
    return this.#idle.share();
  }

  memory(): MachineMemory {
    return memoryNow();
  }

  can(name: string): boolean {
    return this.#capabilities.some((one) => one.name === name && one.available);
  }

  pythons(): Promise<readonly Python[]> {
    this.#pythons ??= findPythons(this.#searchPath).then((pythons) => {
      this.#capabilities = [...this.#capabilities, ...pythonCapabilities(pythons)];
      return pythons;
    });
    return this.#pythons;
  }

  async probe(): Promise<readonly Capability[]> {
    await this.pythons();
    return this.#capabilities;
  }

  async spawn(spec: ProcessSpec): Promise<RunningProcess> {
    if (this.#closed) throw new Error('the machine is closed');
    const group = await this.#groups?.create(`${++this.#count}`);
    try {
      if (group && spec.limits) await group.limit(spec.limits);
      const child = await this.#start(spec, group);
      const running = new LocalProcess(child, group, this.#clock);
      this.#directory.note(running.pid);
      this.#running.add(running);
      running.gone.then(
        () => this.#running.delete(running),
        (error: unknown) =>
          this.#log.error({ error, label: spec.label }, 'a control group could not be removed'),
      );
      if (!group && spec.limits) await running.limit(spec.limits);
      if (this.#closed) await running.stop(0);
      return running;
    } catch (error) {
      await group?.remove();
      throw error;
    }
  }

  async #start(spec: ProcessSpec, group: ControlGroup | undefined): Promise<ChildProcess> {
    const plan = { tools: this.#tools, entries: group?.entries ?? [], mounts: spec.mounts ?? [] };
    const [command, args] = launch(plan, spec.command, spec.args);
    const child = spawn(command, args, {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      env: spec.env,
      detached: true, // a session of its own: signals reach the tree, and a terminal's Ctrl-C does not
      stdio: Array(3 + (spec.channels ?? 0)).fill('pipe'),
    });
    if (child.pid === undefined) {
      const [error] = await once(child, 'error');
      throw error;
    }
    endSooner(child.pid);
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#running].map((running) => running.stop(0)));
    await this.#groups?.remove();
    await this.#directory.remove();
  }
}
