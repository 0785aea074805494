import { TokenBucket } from '../../kit/index.ts';
import { invalidApiKey, quotaExceeded, type Refusal, tooManyRequests } from './refusal.ts';
import type { KeySpec, PlanSpec, ThrottleSpec } from './spec.ts';
import type { UsageMeter } from './usage-meter.ts';

/** A key that was let in. */
export interface UsedKey {
  readonly id: string;
  readonly value: string;
}

interface Grant {
  readonly key: KeySpec;
  readonly plan: PlanSpec;
  readonly throttles: Readonly<Record<string, ThrottleSpec>>;
}

/** The usage plans of one account and Region: which key may call which stage, how often. */
export class UsagePlans {
  readonly #meter: UsageMeter;
  /** By `api/stage`, then by the key's value. */
  #grants = new Map<string, Map<string, Grant>>();
  #buckets = new Map<string, TokenBucket>();

  constructor(meter: UsageMeter) {
    this.#meter = meter;
  }

  /** Takes the plans and keys as they now are; buckets whose rate did not change go on. */
  place(plans: readonly PlanSpec[], keys: readonly KeySpec[]): void {
    const byId = new Map(keys.map((key) => [key.id, key]));
    const grants = new Map<string, Map<string, Grant>>();
    for (const plan of plans) {
      const planKeys = plan.keyIds.flatMap((id) => byId.get(id) ?? []);
      for (const { apiId, stage, throttles } of plan.stages) {
        const ofStage = grants.get(`${apiId}/${stage}`) ?? new Map<string, Grant>();
        for (const key of planKeys) ofStage.set(key.value, { key, plan, throttles });
        grants.set(`${apiId}/${stage}`, ofStage);
      }
    }
    this.#grants = grants;
  }

  /** Lets a key in, counting the request, or refuses it. */
  admit(
    request: { apiId: string; stage: string; methodKey: string; value: string | undefined },
    now: { wallMs: number; monotonicMs: number },
  ): UsedKey | Refusal {
    const grant =
      request.value === undefined
        ? undefined
        : this.#grants.get(`${request.apiId}/${request.stage}`)?.get(request.value);
    if (!grant?.key.enabled) return invalidApiKey();
    const { plan, key } = grant;
    const ofMethod = grant.throttles[request.methodKey];
    if (
      ofMethod &&
      !this.#take(
        `${plan.id}/${key.id}/${request.apiId}/${request.stage}${request.methodKey}`,
        ofMethod,
        now.monotonicMs,
      )
    ) {
      return tooManyRequests('usage plan for the method');
    }
    if (plan.throttle && !this.#take(`${plan.id}/${key.id}`, plan.throttle, now.monotonicMs)) {
      return tooManyRequests('usage plan');
    }
    if (!this.#meter.count(plan.id, key.id, plan.quota, now.wallMs)) return quotaExceeded();
    return key;
  }

  #take(name: string, { ratePerSecond, burst }: ThrottleSpec, nowMs: number): boolean {
    let bucket = this.#buckets.get(name);
    if (bucket?.ratePerSecond !== ratePerSecond || bucket.burst !== burst) {
      bucket = new TokenBucket(ratePerSecond, burst, nowMs);
      this.#buckets.set(name, bucket);
    }
    return bucket.take(nowMs);
  }
}
