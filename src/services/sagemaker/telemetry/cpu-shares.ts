/** How busy instances were since they were looked at last. */
export class CpuShares {
  readonly #seen = new Map<string, { readonly cpuSeconds: number; readonly atMs: number }>();

  /**
   * Percent of a processor that an instance used, 100 for each; `undefined` the first time.
   * @param cpuSeconds that it has used; less than the last time when it was started anew
   * @param atMs monotonic
   */
  percent(instance: string, cpuSeconds: number, atMs: number): number | undefined {
    const last = this.#seen.get(instance);
    this.#seen.set(instance, { cpuSeconds, atMs });
    if (!last || atMs <= last.atMs) return undefined;
    const used = cpuSeconds >= last.cpuSeconds ? cpuSeconds - last.cpuSeconds : cpuSeconds;
    return (100 * used) / ((atMs - last.atMs) / 1000);
  }

  /** Forgets all instances but these. */
  keep(instances: ReadonlySet<string>): void {
    for (const instance of this.#seen.keys()) if (!instances.has(instance)) this.#seen.delete(instance);
  }
}
