import type { CapacitySize, DeploymentConfig } from '@aws-sdk/client-sagemaker';

/** A new fleet takes over part by part: what is active after each step, and what is waited for before the next. */
export interface RolloutStep {
  /** The part of the requests that the new fleet takes, above 0, at most 1. */
  readonly share: number;
  readonly capacity: 'canary' | 'partial' | 'full';
  /** Seconds in which the alarms are watched. */
  readonly bakeSeconds: number;
  /** The setting that says how long. */
  readonly bakeName: 'WaitIntervalInSeconds' | 'TerminationWaitInSeconds';
}

/** How one deployment takes the place of another. */
export interface RolloutPlan {
  /** The new fleet starts as a whole, or batch after batch while the old one shrinks. */
  readonly kind: 'blue-green' | 'rolling';
  /** At least one; the shares rise and the last one is 1. */
  readonly steps: readonly RolloutStep[];
  /** Rolling: the shares that the new fleet goes down to when it is rolled back, the last one 0. */
  readonly rollback: readonly number[];
  /** After so many seconds it is given up. */
  readonly timeoutSeconds: number | undefined;
  /** Alarms that roll it back. */
  readonly alarms: readonly string[];
}

/**
 * The plan of a deployment.
 * @param instances of the new deployment, variant by variant
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
 */
export function planOf(config: DeploymentConfig | undefined, instances: readonly number[]): RolloutPlan {
  const rolling = config?.RollingUpdatePolicy;
  const blueGreen = config?.BlueGreenUpdatePolicy;
  const policy = rolling ?? blueGreen;
  return {
    kind: rolling ? 'rolling' : 'blue-green',
    steps: rolling ? rollingSteps(rolling, instances) : blueGreenSteps(blueGreen, instances),
    rollback: rolling ? rollbackShares(rolling.RollbackMaximumBatchSize, instances) : [0],
    timeoutSeconds: policy?.MaximumExecutionTimeoutInSeconds,
    alarms: (config?.AutoRollbackConfiguration?.Alarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []),
  };
}

type BlueGreen = NonNullable<DeploymentConfig['BlueGreenUpdatePolicy']>;
type Rolling = NonNullable<DeploymentConfig['RollingUpdatePolicy']>;

function blueGreenSteps(policy: BlueGreen | undefined, instances: readonly number[]): RolloutStep[] {
  const routing = policy?.TrafficRoutingConfiguration;
  const between = routing?.WaitIntervalInSeconds ?? 0;
  const partial = (share: number, capacity: RolloutStep['capacity']): RolloutStep => ({
    share,
    capacity,
    bakeSeconds: between,
    bakeName: 'WaitIntervalInSeconds',
  });
  const last: RolloutStep = {
    share: 1,
    capacity: 'full',
    bakeSeconds: policy?.TerminationWaitInSeconds ?? 0,
    bakeName: 'TerminationWaitInSeconds',
  };
  const before = (size: CapacitySize | undefined, capacity: RolloutStep['capacity'], most?: number) =>
    sharesOf(size, instances)
      .slice(0, -1)
      .slice(0, most)
      .map((share) => partial(share, capacity));
  if (routing?.Type === 'CANARY') return [...before(routing.CanarySize, 'canary', 1), last];
  if (routing?.Type === 'LINEAR') return [...before(routing.LinearStepSize, 'partial'), last];
  return [last];
}

function rollingSteps(policy: Rolling, instances: readonly number[]): RolloutStep[] {
  return sharesOf(inInstances(policy.MaximumBatchSize, instances), instances).map((share) => ({
    share,
    capacity: share === 1 ? 'full' : 'partial',
    bakeSeconds: policy.WaitIntervalInSeconds ?? 0,
    bakeName: 'WaitIntervalInSeconds',
  }));
}

const rollbackShares = (batch: CapacitySize | undefined, instances: readonly number[]): number[] =>
  batch === undefined ? [0] : sharesOf(inInstances(batch, instances), instances).map((share) => 1 - share);

/** A batch is of whole instances, at most as many as it says and at least one. */
function inInstances(size: CapacitySize | undefined, instances: readonly number[]): CapacitySize {
  const { Type: type = 'INSTANCE_COUNT', Value: value = 1 } = size ?? {};
  const total = instances.reduce((sum, count) => sum + count, 0);
  const batch = type === 'CAPACITY_PERCENT' ? Math.floor((total * value) / 100) : value;
  return { Type: 'INSTANCE_COUNT', Value: Math.max(1, batch) };
}

/** The rising shares of steps of one size, the last one 1. Counts of instances are counts of every variant. */
function sharesOf(size: CapacitySize | undefined, instances: readonly number[]): number[] {
  const total = instances.reduce((sum, count) => sum + count, 0);
  const value = size?.Value ?? 0;
  const afterSteps = (steps: number): number => {
    if (size?.Type === 'CAPACITY_PERCENT') return (steps * value) / 100;
    return instances.reduce((sum, count) => sum + Math.min(count, steps * value), 0) / total;
  };
  const shares: number[] = [];
  if (value > 0 && total > 0) {
    for (let steps = 1; afterSteps(steps) < 1; steps++) shares.push(afterSteps(steps));
  }
  return [...shares, 1];
}

/** Instances of a fleet of `count` that carry a share of the traffic: at least one, unless the share is none. */
export const activeInstances = (count: number, share: number): number =>
  share === 0 ? 0 : Math.min(count, Math.max(1, Math.round(count * share)));
