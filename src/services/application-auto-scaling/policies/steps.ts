import type {
  StepAdjustment,
  StepScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { validation } from '../faults.ts';
import { STEPS_PER_POLICY } from '../limits.ts';

type Config = StepScalingPolicyConfiguration;

/**
 * The configuration that a put leaves behind: without one the earlier stays, and what is required and not given too.
 * @throws Fault ValidationException
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
 */
export function stepConfig(given: Config | undefined, previous: Config | undefined): Config {
  if (!given && !previous) {
    throw validation('StepScalingPolicyConfiguration must be specified for StepScaling');
  }
  const { AdjustmentType, StepAdjustments } = previous ?? {};
  const config: Config = given
    ? {
        ...given,
        AdjustmentType: given.AdjustmentType ?? AdjustmentType,
        StepAdjustments: given.StepAdjustments ?? StepAdjustments,
      }
    : (previous as Config);
  checkSteps(config);
  return config;
}

function checkSteps({ AdjustmentType, StepAdjustments, MinAdjustmentMagnitude, Cooldown }: Config): void {
  if (AdjustmentType === undefined) throw validation('AdjustmentType must be specified for StepScaling');
  if ((Cooldown ?? 0) < 0) throw validation('Cooldown must be greater than or equal to 0');
  if (MinAdjustmentMagnitude !== undefined) {
    if (AdjustmentType !== 'PercentChangeInCapacity') {
      throw validation(
        'MinAdjustmentMagnitude is only supported for the PercentChangeInCapacity adjustment type',
      );
    }
    if (MinAdjustmentMagnitude < 1) throw validation('MinAdjustmentMagnitude must be greater than 0');
  }
  const steps = StepAdjustments ?? [];
  if (steps.length === 0) throw validation('There must be at least one step adjustment');
  if (steps.length > STEPS_PER_POLICY) {
    throw validation(`There can be at most ${STEPS_PER_POLICY} step adjustments per scaling policy`);
  }
  for (const { ScalingAdjustment = 0 } of steps) {
    if (AdjustmentType === 'ExactCapacity' && ScalingAdjustment < 0) {
      throw validation('ScalingAdjustment cannot be negative for the ExactCapacity adjustment type');
    }
  }
  checkIntervals(steps);
}

const lowerOf = ({ MetricIntervalLowerBound }: StepAdjustment): number =>
  MetricIntervalLowerBound ?? -Infinity;
const upperOf = ({ MetricIntervalUpperBound }: StepAdjustment): number =>
  MetricIntervalUpperBound ?? Infinity;

function checkIntervals(steps: readonly StepAdjustment[]): void {
  for (const step of steps) {
    if (lowerOf(step) === -Infinity && upperOf(step) === Infinity) {
      throw validation('Both lower and upper bounds of a step adjustment cannot be left unspecified');
    }
    if (lowerOf(step) >= upperOf(step)) {
      throw validation('The lower bound of a step adjustment must be less than its upper bound');
    }
  }
  for (const [side, boundOf] of [
    ['lower', lowerOf],
    ['upper', upperOf],
  ] as const) {
    const open = steps.filter((step) => !Number.isFinite(boundOf(step))).length;
    if (open > 1) throw validation(`At most one StepAdjustment may have an unspecified ${side} bound`);
    const sign = side === 'lower' ? -1 : 1;
    if (open === 0 && steps.some((step) => sign * boundOf(step) > 0)) {
      throw validation(
        `There must be a StepAdjustment with an unspecified ${side} bound (i.e., ${side} bound is null) when one ` +
          `StepAdjustment has a ${side === 'lower' ? 'negative' : 'positive'} ${side} bound`,
      );
    }
  }
  const sorted = steps.toSorted((a, b) => (lowerOf(a) < lowerOf(b) ? -1 : 1));
  for (const [index, step] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && lowerOf(next) < upperOf(step)) throw validation('StepAdjustment intervals cannot overlap');
    if (next && lowerOf(next) > upperOf(step)) {
      throw validation('StepAdjustment intervals cannot have gaps between them');
    }
  }
}
