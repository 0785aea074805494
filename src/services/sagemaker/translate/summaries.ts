import type {
  PendingDeploymentSummary,
  PendingProductionVariantSummary,
  ProductionVariantStatus,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import type { InService } from '../hosting/hosting.ts';
import { activeInstances, planOf, type RolloutStep } from '../hosting/rollout/plan.ts';
import type { DeployedVariant, Deployment, DesiredVariant, EndpointRow } from '../records/endpoint.ts';
import { containersOf } from '../records/model.ts';
import { serverlessConfig } from './serverless.ts';

/**
 * The variants of the deployment that serves, as DescribeEndpoint tells of them.
 * @param inService of that deployment
 */
export function servingSummaries(
  row: EndpointRow,
  current: Deployment,
  variants: readonly DeployedVariant[],
  inService: InService,
): ProductionVariantSummary[] {
  return variants.map((variant) => {
    const { name, weight, instances } = variant;
    const desired = row.desired?.find((one) => one.name === name);
    // Instances that host inference components have nothing of their own to start.
    const running = variant.model ? (inService.get(name) ?? 0) : (desired?.instances ?? instances);
    const statuses = servingStatus(row, variant, desired, running);
    return {
      VariantName: name,
      DeployedImages: imagesOf(variant, current),
      ...(variant.managed && {
        ManagedInstanceScaling: {
          Status: 'ENABLED' as const,
          MinInstanceCount: variant.managed.min,
          MaxInstanceCount: variant.managed.max,
        },
      }),
      CurrentWeight: desired?.weight ?? weight, // weights change at once
      DesiredWeight: desired?.weight ?? weight,
      ...(variant.serverless
        ? {
            CurrentServerlessConfig: serverlessConfig(variant.serverless),
            DesiredServerlessConfig: serverlessConfig(desired?.serverless ?? variant.serverless),
          }
        : {
            CurrentInstanceCount: currentCount(row, instances, desired, running),
            DesiredInstanceCount: desired?.instances ?? instances,
          }),
      ...(statuses && { VariantStatus: [statuses] }),
    };
  });
}

/** The deployment that is to take over. @param inService of that deployment */
export function pendingSummary(
  row: EndpointRow,
  next: Deployment,
  inService: InService,
): PendingDeploymentSummary {
  const summaries = (variants: readonly DeployedVariant[]) =>
    variants.map((variant) => pendingVariant(row, next, variant, inService.get(variant.name) ?? 0));
  return {
    EndpointConfigName: next.configName,
    StartTime: new Date(next.startedMs),
    ProductionVariants: summaries(next.variants),
    ...(next.shadows && { ShadowProductionVariants: summaries(next.shadows) }),
  };
}

function pendingVariant(
  row: EndpointRow,
  next: Deployment,
  variant: DeployedVariant,
  running: number,
): PendingProductionVariantSummary {
  return {
    VariantName: variant.name,
    DeployedImages: imagesOf(variant, next),
    CurrentWeight: variant.weight,
    DesiredWeight: variant.weight,
    ...(variant.serverless
      ? {
          CurrentServerlessConfig: serverlessConfig(variant.serverless),
          DesiredServerlessConfig: serverlessConfig(variant.serverless),
        }
      : {
          CurrentInstanceCount: running,
          DesiredInstanceCount: variant.instances,
          InstanceType: variant.instanceType as NonNullable<PendingProductionVariantSummary['InstanceType']>,
        }),
    VariantStatus: [pendingStatus(row, next, variant)],
  };
}

const imagesOf = ({ model }: DeployedVariant, { startedMs }: Deployment) =>
  model &&
  containersOf(model).map(({ Image }) => ({
    SpecifiedImage: Image,
    ResolvedImage: Image,
    ResolutionTime: new Date(startedMs),
  }));

/** As on SageMaker, an instance whose container is being restarted counts; one that is only coming or going does not. */
function currentCount(
  row: EndpointRow,
  instances: number,
  desired: DesiredVariant | undefined,
  running: number,
): number {
  if (desired) {
    const [least, most] = [instances, desired.instances].sort((a, b) => a - b) as [number, number];
    return Math.min(most, Math.max(least, running));
  }
  const shrinking = row.next?.deploymentConfig?.RollingUpdatePolicy && row.rollout;
  return shrinking ? Math.min(instances, running) : instances;
}

function servingStatus(
  row: EndpointRow,
  { instances }: DeployedVariant,
  desired: DesiredVariant | undefined,
  running: number,
): ProductionVariantStatus | undefined {
  const StartTime = new Date(row.modifiedMs);
  if (desired && desired.instances !== instances) {
    const direction = desired.instances > instances ? 'out' : 'in';
    const StatusMessage = `Scaling ${direction} desired instance count to ${desired.instances}.`;
    return { Status: 'Updating', StatusMessage, StartTime };
  }
  if (row.rollout?.stage !== 'Deleting') return undefined;
  const left = Math.ceil(instances * (1 - (stepOf(row)?.share ?? 1)));
  return {
    Status: 'Deleting',
    StatusMessage: `Terminating ${Math.max(0, running - left)} instance(s).`,
    StartTime: new Date(row.rollout.sinceMs),
  };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html */
function pendingStatus(
  row: EndpointRow,
  next: Deployment,
  variant: DeployedVariant,
): ProductionVariantStatus {
  const { stage = 'Creating', sinceMs = next.startedMs, resumed } = row.rollout ?? {};
  const step = stepOf(row);
  const active = activeInstances(variant.instances, step?.share ?? 1);
  const enabled = `on ${step?.capacity ?? 'full'} capacity of ${active} instance(s).`;
  const launched = next.deploymentConfig?.RollingUpdatePolicy ? active : variant.instances;
  const messages = {
    Creating: `Launching ${launched} instance(s).`,
    ActivatingTraffic: `Activating traffic ${enabled}`,
    Baking: `Baking for ${step?.bakeSeconds ?? 0} seconds (${step?.bakeName}) with traffic enabled ${enabled}`,
    Deleting: `Baked with traffic enabled ${enabled}`,
  };
  return {
    Status: stage === 'Deleting' ? 'Baking' : stage,
    StatusMessage: messages[stage] + (resumed ? ' Resumed after a restart.' : ''),
    StartTime: new Date(sinceMs),
  };
}

function stepOf({ next, rollout, current }: EndpointRow): RolloutStep | undefined {
  const counts = (next?.variants ?? []).map(({ instances }) => instances);
  return planOf(current && next?.deploymentConfig, counts).steps[rollout?.step ?? 0];
}
