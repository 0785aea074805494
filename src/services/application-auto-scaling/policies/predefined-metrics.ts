import type { PredefinedMetricSpecification } from '@aws-sdk/client-application-auto-scaling';
import { validation } from '../faults.ts';
import type { TargetKey } from '../records/target.ts';
import type { SingleMetric } from './metric.ts';

interface Predefined {
  readonly dimension: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: string;
  readonly periodSeconds: number;
}

const sagemaker = { namespace: 'AWS/SageMaker', statistic: 'Sum', periodSeconds: 60 } as const;
/** As AWS's own alarms were seen to read it: the busiest instance counts. */
const highResolution = { ...sagemaker, statistic: 'Maximum', periodSeconds: 10 } as const;

/**
 * The metrics that policies name by one word.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
 */
const predefined: Readonly<Record<string, Predefined>> = {
  SageMakerVariantInvocationsPerInstance: {
    ...sagemaker,
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    metric: 'InvocationsPerInstance',
  },
  SageMakerVariantConcurrentRequestsPerModelHighResolution: {
    ...highResolution,
    dimension: 'sagemaker:variant:DesiredInstanceCount',
    metric: 'ConcurrentRequestsPerModel',
  },
  SageMakerVariantProvisionedConcurrencyUtilization: {
    ...sagemaker,
    statistic: 'Average',
    dimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
    metric: 'ServerlessProvisionedConcurrencyUtilization',
  },
  SageMakerInferenceComponentInvocationsPerCopy: {
    ...sagemaker,
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
    metric: 'InvocationsPerCopy',
  },
  SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution: {
    ...highResolution,
    dimension: 'sagemaker:inference-component:DesiredCopyCount',
    metric: 'ConcurrentRequestsPerCopy',
  },
  LambdaProvisionedConcurrencyUtilization: {
    dimension: 'lambda:function:ProvisionedConcurrency',
    namespace: 'AWS/Lambda',
    metric: 'ProvisionedConcurrencyUtilization',
    statistic: 'Average',
    periodSeconds: 60,
  },
};

/** @throws Fault ValidationException for a metric of another dimension, and for a label, which none of ours has */
export function checkPredefined(
  { PredefinedMetricType, ResourceLabel }: PredefinedMetricSpecification,
  { dimension }: TargetKey,
): void {
  const type = PredefinedMetricType ?? '';
  if (predefined[type]?.dimension !== dimension) {
    const types = Object.keys(predefined).filter((name) => predefined[name]?.dimension === dimension);
    throw validation(
      `Scalable dimension ${dimension} only supports the following predefined metric types: ${types.join(', ')}`,
    );
  }
  if (ResourceLabel !== undefined) {
    throw validation(`Resource label should not be specified for predefined metric type ${type}`);
  }
}

/** The metric of that name, of a target. */
export function predefinedMetric(type: string, target: TargetKey): SingleMetric {
  const found = predefined[type];
  if (!found) throw new Error(`no predefined metric ${type}`);
  return {
    Namespace: found.namespace,
    MetricName: found.metric,
    Dimensions: dimensionsOf(target),
    Statistic: found.statistic,
    Period: found.periodSeconds,
  };
}

function dimensionsOf({ resourceId }: TargetKey): SingleMetric['Dimensions'] {
  const [kind, name = ''] = resourceId.split('/');
  if (kind === 'endpoint') {
    return [
      { Name: 'EndpointName', Value: name },
      { Name: 'VariantName', Value: resourceId.split('/')[3] ?? '' },
    ];
  }
  if (kind === 'inference-component') return [{ Name: 'InferenceComponentName', Value: name }];
  const [, functionName = '', qualifier = ''] = resourceId.split(':');
  return [
    { Name: 'FunctionName', Value: functionName },
    { Name: 'Resource', Value: `${functionName}:${qualifier}` },
  ];
}
