import { type Clock, every, Gate, type Ids, type Logger } from '../../kit/index.ts';
import type { Machine } from '../../machine/index.ts';
import { PlacedFunction } from './placed-function.ts';
import { findProgram, type RuntimeFolders } from './programs.ts';
import type { FunctionSpec } from './spec.ts';
import type { WorkerParts } from './start-worker.ts';
import { WarmPool } from './warm-pool.ts';
import type { Worker } from './worker.ts';

/** What the engine is opened with. */
export interface FunctionsOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly folders: RuntimeFolders;
  /** Holds the code of functions and layers: seen by every worker where it is. */
  readonly codeRoot: string;
  /** Workers idle for that long are ended, milliseconds. Default 5 minutes. */
  readonly idleMs?: number;
  /** The most runtimes kept up ahead of their function; default 3. */
  readonly warmRuntimes?: number;
  /** The most bytes of an answer. Default 6,291,556, as Lambda has it. */
  readonly mostAnswerBytes?: number;
}

/** An idle worker is stopped where it stands after this long, milliseconds. At once would cost a busy one its speed. */
const FREEZE_AFTER_MS = 25;

const SWEEP_MS = 5_000;

/** Worker starts at once, per processor. */
const STARTS_PER_CPU = 2;
/** Far above any account's concurrency. */
const MOST_WAITING_STARTS = 100_000;

/** Runs functions: places them, and keeps order among the workers. */
export class Functions implements AsyncDisposable {
  readonly #options: FunctionsOptions;
  readonly #parts: WorkerParts;
  readonly #placed = new Set<PlacedFunction>();
  readonly #unfrozen = new Set<Worker>();
  readonly #sweep: Disposable;
  #freezing: Disposable | undefined;

  constructor(options: FunctionsOptions) {
    const { machine, clock, ids, log, folders } = options;
    const visible = [options.codeRoot];
    this.#options = options;
    this.#parts = {
      machine,
      clock,
      ids,
      folders,
      visible,
      starts: new Gate(machine.cpus * STARTS_PER_CPU, MOST_WAITING_STARTS),
      pool: new WarmPool({ machine, clock, ids, log, most: options.warmRuntimes ?? 3, visible }),
      mostAnswerBytes: options.mostAnswerBytes ?? 6_291_556,
    };
    this.#sweep = every(clock, SWEEP_MS, () => {
      for (const placed of this.#placed) placed.retireIdle(options.idleMs ?? 300_000);
    });
  }

  /** Makes a function callable and warms a runtime for it. No worker is started before the first request. */
  place(spec: FunctionSpec): PlacedFunction {
    const placed = new PlacedFunction(spec, this.#parts, this.#options.log, (worker) =>
      this.#freezeLater(worker),
    );
    this.#placed.add(placed);
    void this.#warm(spec);
    return placed;
  }

  /** Takes a function away: it ends what it has begun. */
  async remove(placed: PlacedFunction): Promise<void> {
    this.#placed.delete(placed);
    await placed[Symbol.asyncDispose]();
  }

  /** Ends every worker at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#sweep[Symbol.dispose]();
    this.#freezing?.[Symbol.dispose]();
    for (const placed of this.#placed) placed.end();
    await Promise.all([
      this.#parts.pool[Symbol.asyncDispose](),
      ...[...this.#placed].map((placed) => placed[Symbol.asyncDispose]()),
    ]);
  }

  async #warm(spec: FunctionSpec): Promise<void> {
    const program = await findProgram(
      spec.runtime,
      spec.memoryMb,
      this.#options.machine,
      this.#options.folders,
    );
    if (typeof program === 'object') this.#parts.pool.keep(program);
  }

  #freezeLater(worker: Worker): void {
    this.#unfrozen.add(worker);
    this.#freezing ??= every(this.#options.clock, FREEZE_AFTER_MS, () => this.#freezeIdle());
  }

  #freezeIdle(): void {
    const before = this.#options.clock.monotonic() - FREEZE_AFTER_MS;
    for (const worker of this.#unfrozen) {
      if (worker.busy) this.#unfrozen.delete(worker);
      else if (worker.idleSince <= before) {
        this.#unfrozen.delete(worker);
        worker.freeze();
      }
    }
    if (this.#unfrozen.size > 0) return;
    this.#freezing?.[Symbol.dispose]();
    this.#freezing = undefined;
  }
}
