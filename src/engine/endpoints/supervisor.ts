import { type Clock, sleep } from '../../kit/index.ts';
import type { ProcessExit } from '../../machine/index.ts';
import type { Capacity, Footprint, Slot } from './capacity.ts';
import type { InstanceEvent } from './events.ts';
import { wasKilled } from './exit.ts';
import type { FirstStart, NotStarted } from './first-start.ts';
import { HealthWatch } from './health-watch.ts';
import type { ModelServer } from './model-server.ts';
import { HOPELESS_AFTER, restartDelayMs, STARTED_WELL_MS } from './restart-delay.ts';
import type { HealthSpec } from './spec.ts';

/** The instance whose containers are looked after. */
export interface Supervised {
  /** A container has started and is healthy. */
  up(server: ModelServer): void;
  /** The one in service is healthy, also after doubts. */
  well(): void;
  /** The one in service has not answered its last ping. */
  unwell(): void;
  /** There is none in service any more. */
  down(): void;
  /** It has been down for so long that nobody should wait for it. */
  hopeless(): void;
  /** Whether it may be too busy to answer a ping. */
  busy(): boolean;
  /** What the container that was up last did: it answered, it broke with requests in its hands, or neither. */
  readonly record: 'answered' | 'broke-at-work' | 'nothing';
  tell(event: InstanceEvent): void;
}

/** How containers are started and looked after. */
export interface Supervision {
  readonly clock: Clock;
  readonly health: HealthSpec;
  readonly capacity: Capacity;
  /** What instances like this one take; learnt from those that run. */
  readonly footprint: Footprint;
  /** Gives up when the first start fails, instead of trying for ever. */
  readonly mayFail: boolean;
  start(): Promise<ModelServer>;
}

/** Why a container is no more; `final`: there was time enough, another start is no use. */
interface Problem extends NotStarted {
  readonly final: boolean;
}

/** Between SIGTERM and SIGKILL of a container that is replaced, at most, milliseconds. */
const REPLACED_GRACE_MS = 5_000;

/** Keeps one container running for an instance: starts it, watches it, starts another one when it ends or does not answer. */
export class Supervisor {
  /** Resolves when a container is in service for the first time, or none will be. */
  readonly firstStart: Promise<FirstStart>;
  readonly #instance: Supervised;
  readonly #how: Supervision;
  readonly #watch: HealthWatch;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  #server: ModelServer | undefined;
  #badStarts = 0;
  /** How many containers in a row ended of the first requests they were given. */
  #fatalities = 0;
  #graceMs: number;

  constructor(instance: Supervised, how: Supervision) {
    this.#instance = instance;
    this.#how = how;
    // One that is replaced because it does not answer seldom listens to SIGTERM either.
    this.#graceMs = Math.min(how.health.stopGraceMs, REPLACED_GRACE_MS);
    this.#watch = new HealthWatch(how.clock, how.health, this.#stopping.signal);
    const { promise, resolve } = Promise.withResolvers<FirstStart>();
    this.firstStart = promise;
    this.#life = this.#live(resolve);
  }

  /** The container, while there is one. */
  get server(): ModelServer | undefined {
    return this.#server;
  }

  /** Whether it has failed to start time after time. */
  get hopeless(): boolean {
    return this.#badStarts >= HOPELESS_AFTER;
  }

  /** Asks for the health of the container at once. */
  doubt(): void {
    this.#watch.doubt();
  }

  /**
   * Starts no more containers, and ends the one there is with SIGTERM, then SIGKILL.
   * @param graceMs between the two; default as its health says
   */
  async stop(graceMs: number = this.#how.health.stopGraceMs): Promise<void> {
    this.#graceMs = graceMs;
    if (!this.#stopping.signal.aborted) this.#stopping.abort();
    await this.#server?.stop(graceMs);
    await this.#life;
  }

  async #live(settle: (outcome: FirstStart) => void): Promise<void> {
    const { signal } = this.#stopping;
    const { mayFail, health, clock } = this.#how;
    let served = false;
    await Promise.resolve(); // so that whoever makes us has us before we tell anything
    for (let attempt = 1; !signal.aborted; attempt++) {
      const problem = await this.#place(attempt, () => {
        served = true;
        settle({ ok: true });
      });
      if (signal.aborted) break;
      if (!served && mayFail && (problem.final || attempt >= health.startAttempts)) {
        const { cause, reason, container } = problem;
        return settle({ ok: false, cause, reason, container });
      }
      if (this.hopeless) this.#instance.hopeless();
      await sleep(clock, restartDelayMs(this.#badStarts, this.#fatalities), signal).catch(() => {});
    }
    settle({ ok: false, cause: 'stopped', reason: 'it was stopped' });
  }

  /** Runs a container if the machine has room for it. */
  async #place(attempt: number, inService: () => void): Promise<Problem> {
    const slot = this.#how.capacity.admit(this.#how.footprint.bytes);
    if (typeof slot === 'string') {
      this.#badStarts++;
      return { cause: 'machine-full', reason: slot, final: true };
    }
    using _slot = slot;
    try {
      return { cause: 'container', ...(await this.#runOnce(attempt, slot, inService)) };
    } catch (error) {
      this.#badStarts++;
      return { cause: 'container', reason: (error as Error).message, final: false };
    }
  }

  async #runOnce(attempt: number, slot: Slot, inService: () => void): Promise<Omit<Problem, 'cause'>> {
    const { signal } = this.#stopping;
    const { clock } = this.#how;
    const startedAt = clock.monotonic();
    this.#instance.tell({ kind: 'started', attempt });
    const server = await this.#how.start();
    this.#server = server;
    try {
      const readiness = await server.ready(signal);
      if (readiness.kind !== 'ready' || signal.aborted) {
        if (readiness.kind === 'exited') this.#instance.tell({ kind: 'exited', exit: readiness.exit });
        if (readiness.kind !== 'exited' || !wasKilled(readiness.exit)) this.#badStarts++;
        const unhealthy = readiness.kind === 'unhealthy';
        const reason = unhealthy ? readiness.reason : 'it ended before it was healthy';
        const container = 'container' in readiness ? readiness.container : undefined;
        return { reason: withLastWords(reason, server), container, final: unhealthy };
      }
      const readyAt = clock.monotonic();
      this.#instance.tell({ kind: 'in-service', startMs: readyAt - startedAt });
      this.#instance.up(server);
      inService();
      void this.#weigh(server, slot);
      const reason = await this.#watch.over(server, this.#observer());
      if (!signal.aborted && reason !== 'it ended') this.#instance.tell({ kind: 'unhealthy', reason });
      this.#judge(clock.monotonic() - readyAt);
      return { reason, final: false };
    } finally {
      this.#instance.down();
      await server.stop(this.#graceMs);
      this.#server = undefined;
      if (signal.aborted) this.#instance.tell({ kind: 'stopped' });
    }
  }

  #observer() {
    return {
      well: () => this.#instance.well(),
      unwell: () => this.#instance.unwell(),
      busy: () => this.#instance.busy(),
      exited: (exit: ProcessExit) => {
        this.#instance.down();
        // An end that was asked for is told as 'stopped'.
        if (!this.#stopping.signal.aborted) this.#instance.tell({ kind: 'exited', exit });
      },
    };
  }

  /** Learns what an instance takes, once it has loaded its model. */
  async #weigh(server: ModelServer, slot: Slot): Promise<void> {
    const { footprint } = this.#how;
    const usage = await server.usage().catch(() => undefined);
    footprint.bytes = Math.max(footprint.bytes, usage?.memoryBytes ?? 0);
    slot.settled();
  }

  /** Whether the last container had started well: one that ends of the requests it is given is no bad start. */
  #judge(upMs: number): void {
    const { record } = this.#instance;
    const atWork = record === 'broke-at-work';
    this.#fatalities = atWork ? this.#fatalities + 1 : 0;
    const startedWell = record !== 'nothing' || upMs >= STARTED_WELL_MS;
    this.#badStarts = startedWell ? 0 : this.#badStarts + 1;
  }
}

/** The problem, and the last line the container printed. */
function withLastWords(problem: string, server: ModelServer): string {
  const line = server.lastLines.findLast((text) => text.trim() !== '');
  return line === undefined ? problem : `${problem}: ${line.trim()}`;
}
