import type { Aggregation, Step } from '../engine/scaling/index.ts';
import type { Comparison, MissingData } from '../engine/telemetry/index.ts';
import type { MetricName } from './measure.ts';
import { fieldsOf, isObject } from './fields.ts';
import type { Plan } from './loop.ts';
import type { Followed } from './watch.ts';

/** A policy as `put-scaling-policy --cli-input-json` takes it; of an alarm, what `put-metric-alarm` takes. */
interface PolicyDocument {
  readonly PolicyName?: string;
  readonly TargetTrackingScalingPolicyConfiguration?: TrackingConfiguration;
  readonly StepScalingPolicyConfiguration?: StepConfiguration;
  /** Here only: the alarm that has a step policy act. */
  readonly Alarm?: AlarmDocument;
}

interface TrackingConfiguration {
  readonly TargetValue?: number;
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType?: string };
  readonly CustomizedMetricSpecification?: { readonly MetricName?: string };
  readonly ScaleOutCooldown?: number;
  readonly ScaleInCooldown?: number;
  readonly DisableScaleIn?: boolean;
}

interface StepConfiguration {
  readonly AdjustmentType?: string;
  readonly StepAdjustments?: readonly {
    readonly MetricIntervalLowerBound?: number;
    readonly MetricIntervalUpperBound?: number;
    readonly ScalingAdjustment?: number;
  }[];
  readonly MinAdjustmentMagnitude?: number;
  readonly MetricAggregationType?: Aggregation;
  readonly Cooldown?: number;
}

interface AlarmDocument {
  readonly MetricName?: string;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: Comparison;
  readonly TreatMissingData?: MissingData;
}

/** A file of a plan: one policy, a list of them, or both with the scalable target as `register-scalable-target` takes it. */
type PlanDocument =
  | PolicyDocument
  | readonly PolicyDocument[]
  | {
      readonly ScalableTarget?: { readonly MinCapacity?: number; readonly MaxCapacity?: number };
      readonly Policies: readonly PolicyDocument[];
    };

const COMPARISONS: readonly Comparison[] = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const AGGREGATIONS: readonly Aggregation[] = ['Minimum', 'Maximum', 'Average'];
/** CloudWatch judges an alarm by no more than a week. */
const WEEK_SECONDS = 604_800;

/** AWS's default for variants, seconds. */
const COOLDOWN_SECONDS = 300;
const ADJUSTS = {
  ChangeInCapacity: 'by',
  ExactCapacity: 'to',
  PercentChangeInCapacity: 'by-percent',
} as const;

const PREDEFINED: Readonly<Record<string, [MetricName, periodMs: number]>> = {
  SageMakerVariantInvocationsPerInstance: ['invocations-per-instance', 60_000],
  SageMakerVariantConcurrentRequestsPerModelHighResolution: ['concurrent-requests-per-instance', 10_000],
  SageMakerInferenceComponentInvocationsPerCopy: ['invocations-per-instance', 60_000],
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: [
    'concurrent-requests-per-instance',
    10_000,
  ],
};
const NAMED: Readonly<Record<string, MetricName>> = {
  InvocationsPerInstance: 'invocations-per-instance',
  ConcurrentRequestsPerModel: 'concurrent-requests-per-instance',
  CPUUtilization: 'utilisation-percent',
  ApproximateBacklogSizePerInstance: 'backlog-per-instance',
};

/**
 * Reads a plan from its JSON.
 * @param name in tables and file names
 * @param bounds where the file has no scalable target
 * @throws Error in words for the user
 */
export function readPlan(
  text: string,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly initial: number | undefined },
): Plan {
  const whole = documentIn(text, name);
  const target = 'ScalableTarget' in whole ? whole.ScalableTarget : undefined;
  const bound = fieldsOf(name, target);
  for (const one of ['MinCapacity', 'MaxCapacity']) bound(one).whole(0);
  const min = target?.MinCapacity ?? bounds.min;
  const max = target?.MaxCapacity ?? bounds.max;
  if (min > max) throw new Error(`${name}: the least capacity, ${min}, is over the most, ${max}`);
  const initial = Math.max(min, Math.min(max, bounds.initial ?? min));
  return { name, bounds: { min, max }, initial, policies: whole.Policies.map(followed) };
}

/** What the file says, as far as it is made as it should be. */
function documentIn(text: string, name: string): Extract<PlanDocument, { Policies: unknown }> {
  const said = parsed(text, name);
  const whole = isObject(said) && 'Policies' in said ? said : { Policies: [said].flat() };
  const { Policies: policies } = whole;
  if (!Array.isArray(policies) || !policies.every(isObject))
    throw new Error(`${name}: a policy, a list of policies, or an object with Policies is what a file holds`);
  return whole as unknown as Extract<PlanDocument, { Policies: unknown }>;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: not JSON: ${(error as Error).message}`);
  }
}

function followed(document: PolicyDocument): Followed {
  const { PolicyName = 'policy', TargetTrackingScalingPolicyConfiguration: tracking } = document;
  if (tracking) return tracks(PolicyName, tracking);
  if (document.StepScalingPolicyConfiguration)
    return steps(PolicyName, document.StepScalingPolicyConfiguration, document.Alarm);
  throw new Error(
    `${PolicyName}: neither TargetTrackingScalingPolicyConfiguration nor StepScalingPolicyConfiguration`,
  );
}

function tracks(name: string, configuration: TrackingConfiguration): Followed {
  const { TargetValue = 0, ScaleOutCooldown, ScaleInCooldown, DisableScaleIn = false } = configuration;
  const field = fieldsOf(name, configuration);
  field('TargetValue').number();
  for (const one of ['ScaleOutCooldown', 'ScaleInCooldown']) field(one).whole(0);
  if (!(TargetValue > 0)) throw new Error(`${name}: TargetValue must be above zero`);
  const [metric, periodMs] = metricOf(name, configuration);
  return {
    metric,
    periodMs,
    policy: {
      kind: 'tracking',
      name,
      target: TargetValue,
      scaleInDisabled: DisableScaleIn,
      outCooldownMs: (ScaleOutCooldown ?? COOLDOWN_SECONDS) * 1000,
      inCooldownMs: (ScaleInCooldown ?? COOLDOWN_SECONDS) * 1000,
    },
  };
}

function metricOf(name: string, configuration: TrackingConfiguration): [MetricName, number] {
  const predefined = configuration.PredefinedMetricSpecification?.PredefinedMetricType;
  if (predefined !== undefined) {
    const known = PREDEFINED[predefined];
    if (known) return known;
    throw new Error(`${name}: ${predefined} is not simulated; ${Object.keys(PREDEFINED).join(', ')} are`);
  }
  return [namedMetric(name, configuration.CustomizedMetricSpecification?.MetricName), 60_000];
}

function namedMetric(policy: string, metric: string | undefined): MetricName {
  const known = NAMED[metric ?? ''];
  if (known) return known;
  throw new Error(`${policy}: the metric ${metric} is not simulated; ${Object.keys(NAMED).join(', ')} are`);
}

function steps(name: string, configuration: StepConfiguration, watched: AlarmDocument | undefined): Followed {
  const {
    AdjustmentType = '',
    StepAdjustments = [],
    MinAdjustmentMagnitude,
    MetricAggregationType,
    Cooldown,
  } = configuration;
  const adjusts = ADJUSTS[AdjustmentType as keyof typeof ADJUSTS];
  if (!adjusts) throw new Error(`${name}: AdjustmentType must be one of ${Object.keys(ADJUSTS).join(', ')}`);
  if (StepAdjustments.length === 0) throw new Error(`${name}: StepAdjustments are missing`);
  const field = fieldsOf(name, configuration);
  for (const one of ['MinAdjustmentMagnitude', 'Cooldown']) field(one).whole(0);
  field('MetricAggregationType').oneOf(AGGREGATIONS);
  const alarm = alarmIn(name, watched);
  return {
    metric: namedMetric(name, watched?.MetricName),
    periodMs: alarm.periodSeconds * 1000,
    alarm,
    ...(MetricAggregationType && { aggregation: MetricAggregationType }),
    policy: {
      kind: 'step',
      name,
      adjusts,
      steps: StepAdjustments.map((step) => stepOf(name, step)),
      ...(MinAdjustmentMagnitude !== undefined && { leastChange: MinAdjustmentMagnitude }),
      cooldownMs: (Cooldown ?? COOLDOWN_SECONDS) * 1000,
    },
  };
}

function alarmIn(name: string, alarm: AlarmDocument | undefined): NonNullable<Followed['alarm']> {
  if (alarm?.Threshold === undefined || alarm.ComparisonOperator === undefined)
    throw new Error(`${name}: a step policy needs an Alarm with Threshold and ComparisonOperator beside it`);
  const field = fieldsOf(name, alarm);
  field('Threshold').number();
  field('ComparisonOperator').oneOf(COMPARISONS);
  field('TreatMissingData').oneOf(TREATMENTS);
  for (const one of ['Period', 'EvaluationPeriods', 'DatapointsToAlarm']) field(one).whole(1);
  const { Period: periodSeconds = 60, EvaluationPeriods: evaluationPeriods = 1, DatapointsToAlarm } = alarm;
  if (periodSeconds * evaluationPeriods > WEEK_SECONDS)
    throw new Error(`${name}: Period x EvaluationPeriods must be at most ${WEEK_SECONDS}`);
  if (DatapointsToAlarm !== undefined && DatapointsToAlarm > evaluationPeriods)
    throw new Error(`${name}: DatapointsToAlarm must be at most EvaluationPeriods`);
  return {
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    evaluationPeriods,
    ...(DatapointsToAlarm !== undefined && { datapointsToAlarm: DatapointsToAlarm }),
    missing: alarm.TreatMissingData ?? 'missing',
    periodSeconds,
  };
}

function stepOf(name: string, step: NonNullable<StepConfiguration['StepAdjustments']>[number]): Step {
  if (!isObject(step)) throw new Error(`${name}: StepAdjustments must be objects`);
  const field = fieldsOf(name, step);
  for (const one of ['MetricIntervalLowerBound', 'MetricIntervalUpperBound']) field(one).number();
  field('ScalingAdjustment').whole();
  const { MetricIntervalLowerBound: lower, MetricIntervalUpperBound: upper, ScalingAdjustment = 0 } = step;
  if (lower !== undefined && upper !== undefined && lower >= upper)
    throw new Error(`${name}: MetricIntervalLowerBound must be below MetricIntervalUpperBound`);
  return {
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
    adjustment: ScalingAdjustment,
  };
}
