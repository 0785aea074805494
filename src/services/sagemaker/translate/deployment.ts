import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpointConfig, couldNotFindModel, instanceLimitExceeded } from '../faults.ts';
import { INSTANCES_PER_TYPE } from '../limits.ts';
import { allVariants, type DeployedVariant, type Deployment } from '../records/endpoint.ts';
import { serverlessSettings } from './serverless.ts';

/**
 * What an endpoint of this configuration is to run: its variants with their models as they are now.
 * @throws Fault when the configuration or a model is not there
 */
export function deploymentOf(configName: string, context: Context): Deployment {
  const config = context.configs.get(keyOf(configName));
  if (!config) throw couldNotFindEndpointConfig(arnOf(context.call, 'endpoint-config', configName));
  const { MetricPublishFrequencyInSeconds: utilizationSeconds } = config.metrics ?? {};
  return {
    id: context.ids.hex(16),
    configName: config.name,
    startedMs: context.clock.now(),
    variants: config.variants.map((variant) => deployedVariant(variant, context)),
    ...(config.roleArn !== undefined && { roleArn: config.roleArn }),
    ...(config.asyncInference && { asyncInference: config.asyncInference }),
    ...(config.dataCapture && { dataCapture: config.dataCapture }),
    ...(utilizationSeconds !== undefined && { utilizationSeconds }),
    ...(config.shadows && { shadows: config.shadows.map((variant) => deployedVariant(variant, context)) }),
  };
}

function deployedVariant(variant: ProductionVariant, context: Context): DeployedVariant {
  const { ModelName, ContainerStartupHealthCheckTimeoutInSeconds, ModelDataDownloadTimeoutInSeconds } =
    variant;
  const model = ModelName === undefined ? undefined : context.models.get(keyOf(ModelName));
  if (ModelName !== undefined && !model) throw couldNotFindModel(arnOf(context.call, 'model', ModelName));
  const leastOutstanding = variant.RoutingConfig?.RoutingStrategy === 'LEAST_OUTSTANDING_REQUESTS';
  return {
    name: variant.VariantName ?? '',
    ...(model && { model }),
    weight: variant.InitialVariantWeight ?? 1,
    instances: variant.InitialInstanceCount ?? 1,
    instanceType: variant.InstanceType ?? '',
    routing: leastOutstanding ? 'least-outstanding' : 'random',
    ...(variant.ManagedInstanceScaling?.Status === 'ENABLED' && { managed: managedBounds(variant) }),
    ...(variant.ServerlessConfig && { serverless: serverlessSettings(variant.ServerlessConfig) }),
    ...(variant.VolumeSizeInGB !== undefined && { volumeGb: variant.VolumeSizeInGB }),
    ...(ContainerStartupHealthCheckTimeoutInSeconds !== undefined && {
      startTimeoutSeconds: ContainerStartupHealthCheckTimeoutInSeconds,
    }),
    ...(ModelDataDownloadTimeoutInSeconds !== undefined && {
      downloadTimeoutSeconds: ModelDataDownloadTimeoutInSeconds,
    }),
  };
}

/** Between which numbers the instances come and go. */
const managedBounds = ({ ManagedInstanceScaling, InitialInstanceCount = 1 }: ProductionVariant) => ({
  min: ManagedInstanceScaling?.MinInstanceCount ?? InitialInstanceCount,
  max: ManagedInstanceScaling?.MaxInstanceCount ?? InitialInstanceCount,
});

/**
 * Refuses a deployment that would take more instances of a type than the account may have.
 * @param current the one whose instances it keeps, when it is not a new fleet
 */
export function refuseTooManyInstances(
  deployment: Deployment,
  endpointName: string,
  context: Context,
  current?: Deployment,
): void {
  const others = context.endpoints.list().filter(({ key }) => key !== keyOf(endpointName));
  const used = countByType(others.map(({ row }) => row.next ?? row.current));
  const kept = countByType([current]);
  for (const [type, wanted] of countByType([deployment])) {
    const [already, own] = [used.get(type) ?? 0, kept.get(type) ?? 0];
    if (already + wanted > INSTANCES_PER_TYPE && wanted > own)
      throw instanceLimitExceeded(type, INSTANCES_PER_TYPE, already + own, wanted - own);
  }
}

function countByType(deployments: readonly (Deployment | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { instanceType, instances } of deployments.flatMap((one) => (one ? allVariants(one) : []))) {
    if (instanceType === '') continue; // serverless
    counts.set(instanceType, (counts.get(instanceType) ?? 0) + instances);
  }
  return counts;
}
