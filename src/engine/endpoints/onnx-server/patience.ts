/** What is known when the model is free and requests wait. */
export interface Moment {
  /** Requests that wait. */
  readonly waiting: number;
  /** Requests of the run that has just ended; 0 when the model was idle before. */
  readonly answered: number;
}

/** How much a new observation counts. */
const WEIGHT = 0.05;
/** Runs without a wait after waits in vain: 1, 2, 4 ... and so many at most. */
const MOST_SKIPPED = 256;

/**
 * Decides whether a run that could begin is put off for requests that are about to come.
 *
 * Callers that were answered a moment ago are likely to ask again; if others ask already, running these alone would split
 * the callers into groups that take turns, and each turn would cost a run's fixed part. So it pays to wait for as long as
 * that fixed part takes, which is learned from runs of different sizes. A lone caller is never waited for: nobody else asks
 * while it is answered. Waits that brought nothing are left out for longer and longer.
 */
export class Patience {
  readonly #boundMs: number;
  // Moving averages of rows, milliseconds, rows x rows and rows x milliseconds: the line through runs of different sizes.
  #rows = 0;
  #ms = 0;
  #rowsRows = 0;
  #rowsMs = 0;
  #runs = 0;
  #skip = 0;
  #skipped = 0;

  /** @param boundMs the longest wait, milliseconds; 0 for none */
  constructor(boundMs: number) {
    this.#boundMs = boundMs;
  }

  /** Takes note of a run. */
  ran(rows: number, ms: number): void {
    const weight = Math.max(WEIGHT, 1 / ++this.#runs);
    this.#rows += (rows - this.#rows) * weight;
    this.#ms += (ms - this.#ms) * weight;
    this.#rowsRows += (rows * rows - this.#rowsRows) * weight;
    this.#rowsMs += (rows * ms - this.#rowsMs) * weight;
  }

  /** What a run costs however few its rows are, milliseconds; 0 while all runs were of one size. */
  get fixedMs(): number {
    const spread = this.#rowsRows - this.#rows * this.#rows;
    if (spread < 0.01) return 0;
    const perRow = Math.max(0, (this.#rowsMs - this.#rows * this.#ms) / spread);
    return Math.max(0, this.#ms - perRow * this.#rows);
  }

  /** How many requests to wait for and how long, milliseconds; `undefined` to run now. */
  plan({ waiting, answered }: Moment): { readonly requests: number; readonly ms: number } | undefined {
    const ms = Math.min(this.#boundMs, this.fixedMs);
    if (ms <= 0 || waiting === 0 || answered === 0) return undefined;
    if (this.#skipped < this.#skip) {
      this.#skipped++;
      return undefined;
    }
    return { requests: waiting + answered, ms };
  }

  /** Takes note of how a wait ended. */
  waited(cameMore: boolean): void {
    this.#skipped = 0;
    this.#skip = cameMore ? 0 : Math.min(MOST_SKIPPED, this.#skip * 2 || 1);
  }
}
