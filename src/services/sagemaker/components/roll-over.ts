import type {
  CapacitySize,
  DeploymentConfig,
  InferenceComponentCapacitySize,
  InferenceComponentDeploymentConfig,
} from '@aws-sdk/client-sagemaker';
import type { EndpointListener, Endpoints, EndpointSpec } from '../../../engine/endpoints/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { InsideClient } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { alarmsInAlarm } from '../hosting/rollout/alarms.ts';
import { planOf } from '../hosting/rollout/plan.ts';
import { advanceRollout, instancesAt, revertRollout } from '../hosting/rollout/run.ts';
import { failureReasonOf } from '../hosting/rollout/setback.ts';
import { RolloutWatch } from '../hosting/rollout/watch.ts';
import type { InferenceComponentRow } from '../records/inference-component.ts';

/** What a rolling update is carried out with. */
export interface RollOverOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Endpoints;
  readonly inside: InsideClient;
  readonly timeScale: number;
  readonly closing: AbortSignal;
}

/** The same policy in the words of endpoints, whose instances the copies are. */
export function asDeploymentConfig({
  RollingUpdatePolicy: policy,
  AutoRollbackConfiguration,
}: InferenceComponentDeploymentConfig): DeploymentConfig {
  const { MaximumBatchSize, RollbackMaximumBatchSize, ...rest } = policy ?? {};
  return {
    RollingUpdatePolicy: {
      WaitIntervalInSeconds: undefined,
      ...rest,
      MaximumBatchSize: asCapacity(MaximumBatchSize),
      ...(RollbackMaximumBatchSize && { RollbackMaximumBatchSize: asCapacity(RollbackMaximumBatchSize) }),
    },
    ...(AutoRollbackConfiguration && { AutoRollbackConfiguration }),
  };
}

const asCapacity = (size: InferenceComponentCapacitySize | undefined): CapacitySize => ({
  Type: size?.Type === 'COPY_COUNT' ? 'INSTANCE_COUNT' : 'CAPACITY_PERCENT',
  Value: size?.Value,
});

/** Lets a release take over batch by batch; alarms and trouble bring the copies of before back. */
export async function rollOver(
  options: RollOverOptions,
  place: Place,
  row: InferenceComponentRow,
  config: InferenceComponentDeploymentConfig,
  startedMs: number,
  spec: EndpointSpec,
  listener: EndpointListener,
): Promise<{ drained: Promise<void> } | { failure: string } | 'closing'> {
  const { clock, log, engine, inside, timeScale, closing } = options;
  const { copies, copiesBefore = copies, variantName: name } = row;
  const plan = planOf(asDeploymentConfig(config), [copies]);
  const { timeoutSeconds, alarms } = plan;
  const deadlineMs =
    timeoutSeconds === undefined ? undefined : startedMs + (timeoutSeconds * 1000) / timeScale;
  const alarmed = () =>
    alarmsInAlarm(inside, place, alarms).catch((error: unknown) => {
      log.error({ component: row.name, error }, 'the alarms of an update could not be read');
      return [];
    });
  const watch = new RolloutWatch({ clock, timeScale, closing, deadlineMs, alarmed });
  const variants = spec.variants.map((one) => ({ ...one, instances: instancesAt(plan, 0, copies) }));
  const rollout = engine.stage({ ...spec, variants }, listener);
  const enter = (step: number, stage: string) =>
    log.info({ component: row.name, step, stage }, 'an inference component is updated');
  const before = [{ name, instances: copiesBefore }];
  const run = { plan, from: 0, rollout, before, next: [{ name, instances: copies }], watch, enter };
  const { setback, reached } = await advanceRollout(run);
  if (!setback) return { drained: rollout.commit().drained };
  if (setback.kind === 'closing') return 'closing';
  const failed = await revertRollout(run, reached);
  if (failed?.kind === 'closing') return 'closing';
  if (failed) log.error({ component: row.name }, 'the copies of before did not all come back');
  await rollout.abandon();
  return { failure: failureReasonOf(setback, plan) };
}
