import type { AdjustmentType } from '@aws-sdk/client-application-auto-scaling';
import type { StepPolicy, TrackingPolicy } from '../../../engine/scaling/index.ts';
import type { StepRow, TrackingRow } from '../records/policy.ts';
import { dimensionOf } from '../resources/dimensions.ts';

/** A tracking policy as the engine decides by it. */
export function trackingPolicy(
  row: Pick<TrackingRow, 'name' | 'config' | 'dimension' | 'namespace' | 'resourceId'>,
): TrackingPolicy {
  const { TargetValue = 0, DisableScaleIn = false, ScaleInCooldown, ScaleOutCooldown } = row.config;
  const { cooldownSeconds } = dimensionOf(row);
  return {
    kind: 'tracking',
    name: row.name,
    target: TargetValue,
    scaleInDisabled: DisableScaleIn,
    outCooldownMs: (ScaleOutCooldown ?? cooldownSeconds) * 1000,
    inCooldownMs: (ScaleInCooldown ?? cooldownSeconds) * 1000,
  };
}

const adjusts: Readonly<Record<AdjustmentType, StepPolicy['adjusts']>> = {
  ChangeInCapacity: 'by',
  ExactCapacity: 'to',
  PercentChangeInCapacity: 'by-percent',
};

/** A step policy as the engine decides by it. */
export function stepPolicy(row: StepRow): StepPolicy {
  const {
    AdjustmentType = 'ChangeInCapacity',
    StepAdjustments = [],
    MinAdjustmentMagnitude,
    Cooldown,
  } = row.config;
  return {
    kind: 'step',
    name: row.name,
    adjusts: adjusts[AdjustmentType],
    steps: StepAdjustments.map((step) => ({
      ...(step.MetricIntervalLowerBound !== undefined && { lower: step.MetricIntervalLowerBound }),
      ...(step.MetricIntervalUpperBound !== undefined && { upper: step.MetricIntervalUpperBound }),
      adjustment: step.ScalingAdjustment ?? 0,
    })),
    ...(MinAdjustmentMagnitude !== undefined && { leastChange: MinAdjustmentMagnitude }),
    cooldownMs: (Cooldown ?? dimensionOf(row).cooldownSeconds) * 1000,
  };
}
