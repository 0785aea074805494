import type { QuotaSpec } from './spec.ts';

/** Requests of one key under one plan on one day. */
export interface DayOfUse {
  readonly planId: string;
  readonly keyId: string;
  /** `2026-04-09`, UTC. */
  readonly day: string;
  readonly used: number;
  /** Requests granted on top of the quota for the period this day is in. */
  readonly extra: number;
}

/** Keeps days of use where they outlive the process. */
export interface UsageKeeper {
  load(): readonly DayOfUse[];
  save(days: readonly DayOfUse[]): void;
}

interface Counted {
  used: number;
  extra: number;
}

/** How many days a quota looks back at most. */
const DAY_MS = 86_400_000;

/**
 * Counts requests by plan, key and day (UTC), in memory; what changed is written out by `flush`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsageMeter {
  readonly #keeper: UsageKeeper;
  readonly #byKey = new Map<string, Map<string, Counted>>();
  readonly #changed = new Map<string, DayOfUse>();
  #todayStart = 0;
  #today = '';

  constructor(keeper: UsageKeeper) {
    this.#keeper = keeper;
    for (const { planId, keyId, day, used, extra } of keeper.load()) {
      this.#days(planId, keyId).set(day, { used, extra });
    }
  }

  /** Counts a request unless the quota is used up; answers whether it was counted. */
  count(planId: string, keyId: string, quota: QuotaSpec | undefined, nowMs: number): boolean {
    const days = this.#days(planId, keyId);
    if (quota && this.#remaining(days, quota, nowMs) < 1) return false;
    const day = this.#dayOf(nowMs);
    const counted = days.get(day) ?? { used: 0, extra: 0 };
    counted.used++;
    this.#set(planId, keyId, day, counted);
    return true;
  }

  /** Grants or takes requests so that `remaining` are left in this period. */
  setRemaining(planId: string, keyId: string, quota: QuotaSpec, remaining: number, nowMs: number): void {
    const days = this.#days(planId, keyId);
    const day = this.#dayOf(nowMs);
    const counted = days.get(day) ?? { used: 0, extra: 0 };
    counted.extra += remaining - this.#remaining(days, quota, nowMs);
    this.#set(planId, keyId, day, counted);
  }

  /** Used and remaining requests, day by day, both ends included. */
  report(
    planId: string,
    keyId: string,
    quota: QuotaSpec | undefined,
    fromMs: number,
    toMs: number,
  ): [number, number][] {
    const days = this.#days(planId, keyId);
    const report: [number, number][] = [];
    for (let at = fromMs; at <= toMs; at += DAY_MS) {
      const used = days.get(isoDay(at))?.used ?? 0;
      report.push([used, quota ? Math.max(0, this.#remaining(days, quota, at)) : 0]);
    }
    return report;
  }

  /** The keys a plan has counted requests of. */
  keysOf(planId: string): string[] {
    const prefix = `${planId}/`;
    return [...this.#byKey.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  /** Writes out what changed since the last time. */
  flush(): void {
    if (this.#changed.size === 0) return;
    const days = [...this.#changed.values()];
    this.#changed.clear();
    this.#keeper.save(days);
  }

  #set(planId: string, keyId: string, day: string, counted: Counted): void {
    this.#days(planId, keyId).set(day, counted);
    this.#changed.set(`${planId}/${keyId}/${day}`, { planId, keyId, day, ...counted });
  }

  #days(planId: string, keyId: string): Map<string, Counted> {
    const key = `${planId}/${keyId}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const days = new Map<string, Counted>();
    this.#byKey.set(key, days);
    return days;
  }

  /** What is left at the end of the day of `atMs`. */
  #remaining(days: Map<string, Counted>, quota: QuotaSpec, atMs: number): number {
    let remaining = quota.limit;
    for (let at = periodStart(quota, atMs); at <= atMs; at += DAY_MS) {
      const counted = days.get(this.#dayOf(at));
      if (counted) remaining += counted.extra - counted.used;
    }
    return remaining;
  }

  #dayOf(ms: number): string {
    if (ms >= this.#todayStart && ms < this.#todayStart + DAY_MS) return this.#today;
    this.#todayStart = Math.floor(ms / DAY_MS) * DAY_MS;
    this.#today = isoDay(ms);
    return this.#today;
  }
}

/** The beginning (UTC midnight) of the quota period that `atMs` falls in. */
export function periodStart({ period, offset }: QuotaSpec, atMs: number): number {
  const midnight = Math.floor(atMs / DAY_MS) * DAY_MS;
  if (period === 'DAY') return midnight;
  const date = new Date(midnight);
  if (period === 'WEEK') return midnight - ((date.getUTCDay() - offset + 7) % 7) * DAY_MS;
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1 + offset);
  return start <= midnight ? start : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1 + offset);
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
