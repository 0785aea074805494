/** A place inside a {@link Gate}; disposing it lets the next one in. Disposing twice is harmless. */
export type Pass = Disposable;

/** How an entry into a {@link Gate} was refused. */
export type Refused = 'full' | 'closed';

interface Waiter {
  admit: (pass: Pass) => void;
  refuse: (reason: Refused) => void;
}

/**
 * A bounded number of slots with a bounded queue before them: every capacity limit of the engines is one of these.
 * First come, first served.
 */
export class Gate {
  #slots: number;
  #queueLimit: number;
  #inside = 0;
  #closed = false;
  readonly #waiting = new Set<Waiter>();

  /**
   * @param slots how many may be inside at once, at least 0
   * @param queueLimit how many may wait, at least 0
   */
  constructor(slots: number, queueLimit: number) {
    this.#slots = slots;
    this.#queueLimit = queueLimit;
  }

  /** How many are inside now. */
  get inside(): number {
    return this.#inside;
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** The number of slots. */
  get slots(): number {
    return this.#slots;
  }

  /** Changes the number of slots; those inside stay, those waiting may come in. */
  resize(slots: number): void {
    this.#slots = slots;
    this.#admitWaiting();
  }

  /** A pass at once, or `undefined` when no slot is free. Does not overtake those who wait. */
  tryEnter(): Pass | undefined {
    if (this.#closed || this.#waiting.size > 0 || this.#inside >= this.#slots) return undefined;
    return this.#pass();
  }

  /** A pass as soon as a slot is free; `'full'` when the queue is; rejects with the signal's reason when aborted. */
  enter(signal?: AbortSignal): Promise<Pass | Refused> {
    if (this.#closed) return Promise.resolve('closed');
    const pass = this.tryEnter();
    if (pass) return Promise.resolve(pass);
    if (this.#waiting.size >= this.#queueLimit) return Promise.resolve('full');
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#waiting.delete(waiter);
        reject(signal?.reason);
      };
      const settle = (outcome: Pass | Refused) => {
        signal?.removeEventListener('abort', abort);
        resolve(outcome);
      };
      const waiter: Waiter = { admit: settle, refuse: settle };
      this.#waiting.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Refuses those who wait and all who come later; those inside stay. */
  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiting) waiter.refuse('closed');
    this.#waiting.clear();
  }

  #pass(): Pass {
    this.#inside++;
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        this.#inside--;
        this.#admitWaiting();
      },
    };
  }

  #admitWaiting(): void {
    for (const waiter of this.#waiting) {
      if (this.#inside >= this.#slots) return;
      this.#waiting.delete(waiter);
      waiter.admit(this.#pass());
    }
  }
}
