import type {
  CustomizedMetricSpecification,
  TargetTrackingMetricDataQuery,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { validation } from '../faults.ts';
import { LARGEST_VALUE } from '../limits.ts';
import type { PolicyRow } from '../records/policy.ts';
import type { TargetKey } from '../records/target.ts';
import type { PolicyMetric } from './metric.ts';
import { checkPredefined, predefinedMetric } from './predefined-metrics.ts';

type Config = TargetTrackingScalingPolicyConfiguration;

const PERIOD_SECONDS = 60;

/**
 * The configuration that a put leaves behind: without one the earlier stays, and with one that names no metric the earlier's metric.
 * @throws Fault ValidationException
 */
export function trackingConfig(
  given: Config | undefined,
  previous: Config | undefined,
  target: TargetKey,
): Config {
  const config = given ?? previous;
  if (!config) {
    throw validation('TargetTrackingScalingPolicyConfiguration must be specified for TargetTrackingScaling');
  }
  const names = config.PredefinedMetricSpecification ?? config.CustomizedMetricSpecification;
  const whole: Config = names ? config : { ...metricOf(previous), ...config };
  checkTracking(whole, target);
  return whole;
}

const metricOf = (config: Config | undefined) => ({
  ...(config?.PredefinedMetricSpecification && {
    PredefinedMetricSpecification: config.PredefinedMetricSpecification,
  }),
  ...(config?.CustomizedMetricSpecification && {
    CustomizedMetricSpecification: config.CustomizedMetricSpecification,
  }),
});

function checkTracking(config: Config, target: TargetKey): void {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: custom } = config;
  const value = config.TargetValue ?? 0;
  if (!(value > 0 && value <= LARGEST_VALUE)) throw validation('TargetValue must be greater than 0');
  for (const cooldown of [config.ScaleInCooldown, config.ScaleOutCooldown]) {
    if ((cooldown ?? 0) < 0) throw validation('Cooldown must be greater than or equal to 0');
  }
  if (predefined && custom) {
    throw validation('You can specify either a predefined metric or a customized metric, but not both.');
  }
  if (predefined) return checkPredefined(predefined, target);
  if (!custom) throw validation('You must specify either a predefined metric or a customized metric.');
  checkCustomized(custom);
}

function checkCustomized(custom: CustomizedMetricSpecification): void {
  const { MetricName, Namespace, Statistic, Dimensions, Unit, Metrics } = custom;
  if (!Metrics) {
    if (MetricName && Namespace && Statistic) return;
    throw validation('MetricName, Namespace and Statistic must be specified for a customized metric.');
  }
  if (MetricName ?? Namespace ?? Statistic ?? Unit ?? Dimensions) {
    throw validation(
      'Metrics cannot be specified together with MetricName, Namespace, Statistic, Dimensions or Unit.',
    );
  }
  for (const { Id, Expression, MetricStat } of Metrics) {
    if ((Expression === undefined) === (MetricStat === undefined)) {
      throw validation(`Either Expression or MetricStat must be specified for metric ${Id}, but not both.`);
    }
  }
  if (Metrics.filter(({ ReturnData }) => ReturnData !== false).length !== 1) {
    throw validation('Exactly one element of the metrics list should return data.');
  }
}

/** What a tracking policy follows. */
export function trackedMetric(config: Config, target: TargetKey): PolicyMetric {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: custom } = config;
  if (predefined) return predefinedMetric(predefined.PredefinedMetricType ?? '', target);
  if (custom?.Metrics) return { Metrics: custom.Metrics.map(queryOf) };
  return {
    Namespace: custom?.Namespace ?? '',
    MetricName: custom?.MetricName ?? '',
    Dimensions: (custom?.Dimensions ?? []).map(({ Name, Value }) => ({ Name, Value })),
    Statistic: custom?.Statistic ?? '',
    ...(custom?.Unit !== undefined && { Unit: custom.Unit }),
    Period: PERIOD_SECONDS,
  };
}

/** A query as CloudWatch takes it. */
function queryOf(query: TargetTrackingMetricDataQuery): MetricDataQuery {
  const { Id, Expression, Label, ReturnData, MetricStat } = query;
  const { Metric, Stat, Unit } = MetricStat ?? {};
  const known = {
    Id,
    ...(Label !== undefined && { Label }),
    ...(ReturnData !== undefined && { ReturnData }),
  };
  if (Expression !== undefined) return { ...known, Expression };
  const metric = {
    Namespace: Metric?.Namespace,
    MetricName: Metric?.MetricName,
    Dimensions: Metric?.Dimensions?.map(({ Name, Value }) => ({ Name, Value })),
  };
  const unit = Unit === undefined ? {} : { Unit: Unit as 'None' };
  return { ...known, MetricStat: { Metric: metric, Stat, Period: PERIOD_SECONDS, ...unit } };
}

/** @throws Fault ValidationException when another tracking policy of the target follows the same metric */
export function checkMetricIsFree(config: Config, name: string, others: readonly PolicyRow[]): void {
  const own = JSON.stringify(metricOf(config));
  const taken = others.some(
    (other) =>
      other.type === 'TargetTrackingScaling' &&
      other.name !== name &&
      JSON.stringify(metricOf(other.config)) === own,
  );
  if (taken) {
    throw validation('Only one TargetTrackingScaling policy for a given metric specification is allowed.');
  }
}
