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

/** One day of one key, while it is counted. */
interface Counted {
  readonly planId: string;
  readonly keyId: string;
  /** Days since the epoch. */
  readonly day: number;
  used: number;
  extra: number;
}

const DAY_MS = 86_400_000;

/**
 * Counts requests by plan, key and day (UTC), in memory; what changed is written out by `flush`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export class UsageMeter {
  readonly #keeper: UsageKeeper;
  readonly #byKey = new Map<string, Map<number, Counted>>();
  readonly #changed = new Set<Counted>();

  constructor(keeper: UsageKeeper) {
    this.#keeper = keeper;
    for (const { day, ...rest } of keeper.load()) {
      const counted = { ...rest, day: Date.parse(day) / DAY_MS };
      this.#days(rest.planId, rest.keyId).set(counted.day, counted);
    }
  }

  /** Counts a request unless the quota is used up; answers whether it was counted. */
  count(planId: string, keyId: string, quota: QuotaSpec | undefined, nowMs: number): boolean {
    const days = this.#days(planId, keyId);
    if (quota && remainingAt(days, quota, nowMs) < 1) return false;
    const counted = dayOf(days, planId, keyId, nowMs);
    counted.used++;
    this.#changed.add(counted);
    return true;
  }

  /** Grants or takes requests so that `remaining` are left in this period. */
  setRemaining(planId: string, keyId: string, quota: QuotaSpec, remaining: number, nowMs: number): void {
    const days = this.#days(planId, keyId);
    const counted = dayOf(days, planId, keyId, nowMs);
    counted.extra += remaining - remainingAt(days, quota, nowMs);
    this.#changed.add(counted);
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
      const used = days.get(Math.floor(at / DAY_MS))?.used ?? 0;
      report.push([used, quota ? Math.max(0, remainingAt(days, quota, at)) : 0]);
    }
    return report;
  }

  /**
   * Writes out what changed since the last time.
   * @throws what the keeper throws; nothing is lost by that, and the next call tries again
   */
  flush(): void {
    if (this.#changed.size === 0) return;
    const days = Array.from(this.#changed, ({ day, ...rest }) => ({ ...rest, day: isoDay(day * DAY_MS) }));
    this.#keeper.save(days);
    this.#changed.clear();
  }

  #days(planId: string, keyId: string): Map<number, Counted> {
    const key = `${planId}/${keyId}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const days = new Map<number, Counted>();
    this.#byKey.set(key, days);
    return days;
  }
}

function dayOf(days: Map<number, Counted>, planId: string, keyId: string, ms: number): Counted {
  const day = Math.floor(ms / DAY_MS);
  const known = days.get(day);
  if (known) return known;
  const counted = { planId, keyId, day, used: 0, extra: 0 };
  days.set(day, counted);
  return counted;
}

/** What is left at the end of the day of `atMs`. */
function remainingAt(days: ReadonlyMap<number, Counted>, quota: QuotaSpec, atMs: number): number {
  const last = Math.floor(atMs / DAY_MS);
  let remaining = quota.limit;
  for (let day = periodStart(quota, atMs) / DAY_MS; day <= last; day++) {
    const counted = days.get(day);
    if (counted) remaining += counted.extra - counted.used;
  }
  return remaining;
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
