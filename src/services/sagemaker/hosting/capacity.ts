import { type Endpoints, endpointId } from '../../../engine/endpoints/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Collection } from '../../../store/index.ts';
import { keyOf, type Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import { FAILURE_REASON_LENGTH } from '../limits.ts';
import {
  advance,
  allVariants,
  type DesiredVariant,
  type EndpointRow,
  withDesired,
} from '../records/endpoint.ts';

/** What weights and instance counts are changed with. */
export interface CapacityOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Endpoints;
  readonly endpoints: Collection<EndpointRow>;
  readonly closing: AbortSignal;
}

/**
 * Gives the variants of an endpoint that is `Updating` the weights and instances that are desired: the weights at once,
 * the instances as they come or have answered their last request. One that cannot be had brings everything back.
 */
export async function changeCapacity(options: CapacityOptions, place: Place, name: string): Promise<void> {
  const { clock, log, engine, endpoints, closing } = options;
  const records = endpoints.in(place.account, place.region);
  const key = keyOf(name);
  const { current, desired } = records.get(key) ?? {};
  if (!current || !desired) return;
  const id = endpointId(place, name);
  const before = allVariants(current);
  const failure = await apply(engine, id, before, desired);
  if (closing.aborted || failure === 'gone') return;
  if (failure === undefined) {
    records.update(key, (row) =>
      advance(row, 'InService', clock.now(), {
        current: withDesired(current, desired),
        desired: undefined,
        failureReason: undefined,
      }),
    );
    return;
  }
  log.warn({ endpoint: name, reason: failure }, 'a change of weights and capacities is rolled back');
  records.update(key, (row) =>
    advance(row, 'RollingBack', clock.now(), { failureReason: failure.slice(0, FAILURE_REASON_LENGTH) }),
  );
  await apply(engine, id, desired, before);
  if (closing.aborted) return;
  records.update(key, (row) => advance(row, 'InService', clock.now(), { desired: undefined }));
}

/** @returns the `FailureReason` of the first variant that did not get there; `gone` when the endpoint is being taken away */
async function apply(
  engine: Endpoints,
  id: string,
  before: readonly DesiredVariant[],
  desired: readonly DesiredVariant[],
): Promise<string | undefined> {
  engine.reweigh(id, new Map(desired.map(({ name, weight }) => [name, weight])));
  const countBefore = new Map(before.map(({ name, instances }) => [name, instances]));
  const running = new Set(engine.standing(id)?.map(({ name }) => name));
  // Instances that host inference components have nothing of their own to start.
  const changes = desired.filter(
    ({ name, instances }) => running.has(name) && countBefore.get(name) !== instances,
  );
  const tunings = desired.filter(({ serverless }) => serverless);
  const failures = [...changes, ...tunings].map(async ({ name, instances, serverless }) => {
    const outcome = await (serverless
      ? engine.tune(id, name, serverless)
      : engine.resize(id, name, instances));
    if (outcome.kind === 'reached') return undefined;
    return outcome.kind === 'failed' ? failureReasons.start(name, outcome) : 'gone';
  });
  return (await Promise.all(failures)).find((failure) => failure !== undefined);
}
