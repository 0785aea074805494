import type { DayOfUse, UsageKeeper } from '../../engine/gateway/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { Collections } from './records/collections.ts';

/** Days of use are kept this long: GetUsage reports 90 days. */
const KEPT_MS = 92 * 86_400_000;

/** Keeps days of use among API Gateway's records. */
export function createUsageKeeper(collections: Collections, store: Store, clock: Clock): UsageKeeper {
  return {
    load() {
      const oldest = new Date(clock.now() - KEPT_MS).toISOString().slice(0, 10);
      const days: DayOfUse[] = [];
      store.transaction(() => {
        for (const { account, region, key, row } of collections.usage.all()) {
          if (row.day >= oldest) days.push(row);
          else collections.usage.in(account, region).delete(key);
        }
      });
      return days;
    },
    save(days) {
      const scopes = new Map(collections.usagePlans.all().map((plan) => [plan.key, plan]));
      store.transaction(() => {
        for (const day of days) {
          const scope = scopes.get(day.planId);
          if (!scope) continue;
          collections.usage.in(scope.account, scope.region).put(`${day.planId}/${day.keyId}/${day.day}`, day);
        }
      });
    },
  };
}
