import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Machine, RunningProcess } from '../../machine/index.ts';
import { FramesConversation } from './conversation/frames-conversation.ts';
import type { RuntimeProgram } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** A runtime of ours that is up and knows no function yet. */
export interface Fresh {
  readonly process: RunningProcess;
  readonly conversation: FramesConversation;
  readonly sandbox: Sandbox;
}

/** What the pool works with. */
export interface PoolParts {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** The most processes kept warm over all programs; 0 keeps none. */
  readonly most: number;
  /** Directories every worker must see. */
  readonly visible: readonly string[];
}

/** What of a function must be there before its runtime starts. */
export interface OwnStart {
  readonly env: Readonly<Record<string, string>>;
  readonly layerDirectories: readonly string[];
  /** A program that is run with the runtime's command as its arguments. */
  readonly wrapper: string | undefined;
}

const NOBODYS: OwnStart = { env: {}, layerDirectories: [], wrapper: undefined };

/** A refill waits this long, milliseconds: the start that emptied the place goes first. */
const REFILL_AFTER_MS = 50;

/** Starts runtimes, and keeps one of each program that was asked for up and frozen before it is needed. */
export class WarmPool implements AsyncDisposable {
  readonly #parts: PoolParts;
  /** By key of the program, least recently used first. */
  readonly #warm = new Map<string, Promise<Fresh | undefined>>();
  readonly #refills = new Set<Disposable>();
  #closed = false;

  constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  /** Keeps one warm from now on. */
  keep(program: RuntimeProgram): void {
    if (this.#closed || this.#parts.most === 0) return;
    const kept = this.#warm.get(program.key);
    this.#warm.delete(program.key);
    this.#warm.set(program.key, kept ?? this.#warmUp(program));
    for (const [key, oldest] of this.#warm) {
      if (this.#warm.size <= this.#parts.most) break;
      this.#warm.delete(key);
      void this.#discard(oldest);
    }
  }

  /** One that is up; a warm one when there is. */
  async take(program: RuntimeProgram): Promise<Fresh> {
    const warm = this.#warm.get(program.key);
    if (warm) {
      this.#warm.delete(program.key);
      this.#refillLater(program);
      const fresh = await warm;
      if (fresh) {
        fresh.process.thaw();
        return fresh;
      }
    }
    return this.start(program);
  }

  /** A new one; `own` for a function whose environment and layers must be there from the first instruction on. */
  async start(program: RuntimeProgram, own: OwnStart = NOBODYS): Promise<Fresh> {
    const { machine, clock, ids, visible } = this.#parts;
    const sandbox = await openSandbox(machine, ids.hex(16), [...visible, ...program.directories]);
    const { env, wrapper } = own;
    try {
      await sandbox.showLayers(own.layerDirectories);
      const process = await machine.spawn({
        label: `function runtime ${program.key}`,
        command: wrapper ?? program.command,
        args: wrapper ? [program.command, ...program.args] : program.args,
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...program.env, ...env },
        channels: 2,
        mounts: sandbox.mounts,
      });
      void process.exited.then(() => sandbox.remove());
      const conversation = new FramesConversation(process, clock);
      await Promise.race([conversation.ready, process.exited]);
      return { process, conversation, sandbox };
    } catch (error) {
      await sandbox.remove();
      throw error;
    }
  }

  #warmUp(program: RuntimeProgram): Promise<Fresh | undefined> {
    const warm = this.start(program).then(
      (fresh) => {
        fresh.process.freeze();
        void fresh.process.exited.then(() => {
          if (this.#warm.get(program.key) === warm) this.#warm.delete(program.key);
        });
        return fresh;
      },
      (error: unknown) => {
        this.#parts.log.warn({ error, program: program.key }, 'a runtime could not be started ahead');
        return undefined;
      },
    );
    return warm;
  }

  #refillLater(program: RuntimeProgram): void {
    const timer = this.#parts.clock.after(REFILL_AFTER_MS, () => {
      this.#refills.delete(timer);
      this.keep(program);
    });
    this.#refills.add(timer);
  }

  async #discard(warm: Promise<Fresh | undefined>): Promise<void> {
    await (await warm)?.process.stop(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const timer of this.#refills) timer[Symbol.dispose]();
    const all = [...this.#warm.values()];
    this.#warm.clear();
    await Promise.all(all.map((warm) => this.#discard(warm)));
  }
}
