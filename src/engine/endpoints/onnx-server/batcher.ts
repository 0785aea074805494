import { Patience } from './patience.ts';
import { badInput } from './refusal.ts';
import type { Batch } from './signature.ts';
import { concatenate, rowsOf, type Tensor } from './tensor.ts';

/** What runs tensors: {@link Model.run}. */
export type Run = (tensors: readonly Tensor[]) => Promise<readonly Tensor[]>;

/** How requests may be put together. */
export interface Batching {
  /** Rows of different requests may share a run. */
  readonly together: boolean;
  /** The most rows put together in one run; a larger request runs by itself. */
  readonly maxRows: number;
  /** The first dimension the model fixes: requests are cut into runs of so many rows. */
  readonly fixedRows: number | undefined;
  /** How long a run may be put off for more requests, milliseconds; default 0. */
  readonly maxWaitMs?: number;
}

interface Job {
  readonly batch: Batch;
  /** Jobs with the same key differ in their number of rows only. */
  readonly key: string;
  readonly resolve: (outputs: readonly Tensor[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs what waits, all of it together, whenever the model is free. Under load the batches grow by themselves; a run is put
 * off only within {@link Batching.maxWaitMs}, and only when others are about to ask (see {@link Patience}): a lone caller
 * is not held up.
 */
export class Batcher {
  readonly #run: Run;
  readonly #batching: Batching;
  readonly #now: () => number;
  readonly #patience: Patience;
  #waiting: Job[] = [];
  #busy = false;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(run: Run, batching: Batching, now: () => number = () => performance.now()) {
    this.#run = run;
    this.#batching = batching;
    this.#now = now;
    this.#patience = new Patience(batching.together ? (batching.maxWaitMs ?? 0) : 0);
  }

  /** Runs one request's batch, alone or with others. Rejects with a Refusal when the model cannot take it. */
  submit(batch: Batch): Promise<readonly Tensor[]> {
    return new Promise((resolve, reject) => {
      const key = batch.tensors.map((tensor) => tensor.dims.slice(1).join('x')).join('|');
      this.#waiting.push({ batch, key, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // Whatever else arrived in this turn of the event loop comes along.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    let answered = 0;
    while (this.#waiting.length > 0) {
      await this.#waitForMore(answered);
      const group = this.#take();
      answered = group.length;
      await this.#runGroup(group);
      // The model had this thread to itself: what arrived meanwhile is read now.
      await nextTurn();
    }
    this.#busy = false;
  }

  /** Lets the event loop turn until those who were just answered have asked again, if that is worth it. */
  async #waitForMore(answered: number): Promise<void> {
    const waiting = this.#waiting.length;
    const plan = this.#patience.plan({ waiting, answered });
    if (!plan) return;
    const until = this.#now() + plan.ms;
    // Timers count in milliseconds, and these waits are shorter.
    while (this.#waiting.length < plan.requests && this.#now() < until) await nextTurn();
    this.#patience.waited(this.#waiting.length > waiting);
  }

  /** The longest-waiting job and those that can be put together with it. */
  #take(): Job[] {
    const [first, ...rest] = this.#waiting;
    if (!first) return [];
    if (!this.#batching.together || first.batch.rows === undefined || rest.length === 0) {
      this.#waiting.shift();
      return [first];
    }
    const group = [first];
    const left: Job[] = [];
    let rows = first.batch.rows;
    for (const job of rest) {
      const more = job.batch.rows;
      if (more === undefined || job.key !== first.key || rows + more > this.#batching.maxRows) left.push(job);
      else {
        group.push(job);
        rows += more;
      }
    }
    this.#waiting = left;
    return group;
  }

  async #runGroup(group: readonly Job[]): Promise<void> {
    const [only, another] = group;
    if (only && !another) return this.#runAlone(only);
    try {
      const inputs = only?.batch.tensors.map((_, i) =>
        concatenate(group.map((job) => job.batch.tensors[i] as Tensor)),
      );
      const outputs = await this.#timed(inputs ?? []);
      let from = 0;
      for (const job of group) {
        const rows = job.batch.rows ?? 0;
        job.resolve(outputs.map((output) => rowsOf(output, from, rows)));
        from += rows;
      }
    } catch {
      // One of them is poison: by itself it spoils nobody else's answer.
      for (const job of group) await this.#runAlone(job);
    }
  }

  async #runAlone(job: Job): Promise<void> {
    try {
      const { tensors, rows } = job.batch;
      const { fixedRows } = this.#batching;
      const cut = fixedRows !== undefined && rows !== undefined && rows !== fixedRows;
      job.resolve(cut ? await this.#runInPieces(tensors, rows, fixedRows) : await this.#timed(tensors));
    } catch (error) {
      job.reject(
        error instanceof Error && error.name !== 'Refusal'
          ? badInput(`the model refused: ${error.message}`)
          : error,
      );
    }
  }

  async #timed(tensors: readonly Tensor[]): Promise<readonly Tensor[]> {
    const startedAt = this.#now();
    const outputs = await this.#run(tensors);
    this.#patience.ran(tensors[0]?.dims[0] ?? 1, this.#now() - startedAt);
    return outputs;
  }

  async #runInPieces(tensors: readonly Tensor[], rows: number, size: number): Promise<readonly Tensor[]> {
    if (size === 0 || rows % size !== 0) {
      throw badInput(
        `the model takes exactly ${size} rows a run, so their number must be a multiple; found ${rows}`,
      );
    }
    const pieces: (readonly Tensor[])[] = [];
    for (let from = 0; from < rows; from += size) {
      pieces.push(await this.#run(tensors.map((tensor) => rowsOf(tensor, from, size))));
    }
    return (pieces[0] ?? []).map((_, i) => concatenate(pieces.map((piece) => piece[i] as Tensor)));
  }
}

/** Resolves when the event loop has turned once: what arrived has been read. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
