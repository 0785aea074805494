/** When, where and for what an identity was last used. Kept in memory: it begins anew with the server. */
export interface Use {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly service: string;
  readonly region: string;
}

/** The last use of access keys (by id) and roles (by ARN). */
export class LastUse {
  readonly #uses = new Map<string, Use>();

  record(name: string, use: Use): void {
    this.#uses.set(name, use);
  }

  of(name: string): Use | undefined {
    return this.#uses.get(name);
  }
}
