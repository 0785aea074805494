import { Fault } from '../../../wire/index.ts';
import { COOLDOWN_SECONDS } from '../limits.ts';
import type { Capacity, Dimension } from './resource.ts';

const common = {
  namespace: 'sagemaker',
  service: 'AmazonSageMaker',
  principal: 'sagemaker.application-autoscaling.amazonaws.com',
  roleName: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
  cooldownSeconds: COOLDOWN_SECONDS,
  steps: true,
} as const;

const VARIANT = /^endpoint\/([A-Za-z0-9-]{1,63})\/variant\/([A-Za-z0-9-]{1,63})$/;
const COMPONENT = /^inference-component\/([A-Za-z0-9-]{1,63})$/;

interface Variant {
  readonly VariantName?: string;
  readonly CurrentInstanceCount?: number;
  readonly DesiredInstanceCount?: number;
  readonly CurrentServerlessConfig?: { readonly ProvisionedConcurrency?: number };
  readonly DesiredServerlessConfig?: { readonly ProvisionedConcurrency?: number };
}

/** Endpoint and variant that a resource id names. */
function variantOf(resourceId: string): { readonly endpoint: string; readonly variant: string } {
  const [, endpoint = '', variant = ''] = VARIANT.exec(resourceId) ?? [];
  return { endpoint, variant };
}

/** SageMaker says not found as it says any other refusal. */
const notFound = (error: unknown): Capacity => {
  if (error instanceof Fault && error.code === 'ValidationException') {
    return { found: false, message: error.message };
  }
  throw error;
};

async function readVariant(
  target: Parameters<Dimension['read']>[0],
  call: Parameters<Dimension['read']>[1],
  counts: (variant: Variant) => readonly [desired: number, running: number],
): Promise<Capacity> {
  const { endpoint, variant } = variantOf(target.resourceId);
  try {
    const described = await call<{
      EndpointStatus?: string;
      FailureReason?: string;
      ProductionVariants?: readonly Variant[];
    }>(target, 'sagemaker', 'DescribeEndpoint', { EndpointName: endpoint });
    const { EndpointStatus, FailureReason, ProductionVariants } = described;
    const found = ProductionVariants?.find(({ VariantName }) => VariantName === variant);
    // an endpoint that is being created has no variants yet
    if (!found && EndpointStatus !== 'Creating') {
      return { found: false, message: `Could not find variant "${variant}" of endpoint "${endpoint}".` };
    }
    const [desired, running] = found ? counts(found) : [0, 0];
    const busy = EndpointStatus !== 'InService';
    return { found: true, desired, running, busy, ...(FailureReason && { failure: FailureReason }) };
  } catch (error) {
    return notFound(error);
  }
}

/** How SageMaker's resources are scaled: instances of a variant, its provisioned concurrency, copies of an inference component. */
export const sagemaker: readonly Dimension[] = [
  {
    ...common,
    name: 'sagemaker:variant:DesiredInstanceCount',
    resourceId: VARIANT,
    capacity: 'desired instance count',
    read: (target, call) =>
      readVariant(target, call, (variant) => [
        variant.DesiredInstanceCount ?? 0,
        variant.CurrentInstanceCount ?? 0,
      ]),
    async set(target, capacity, call) {
      const { endpoint, variant } = variantOf(target.resourceId);
      await call(target, 'sagemaker', 'UpdateEndpointWeightsAndCapacities', {
        EndpointName: endpoint,
        DesiredWeightsAndCapacities: [{ VariantName: variant, DesiredInstanceCount: capacity }],
      });
    },
  },
  {
    ...common,
    name: 'sagemaker:variant:DesiredProvisionedConcurrency',
    resourceId: VARIANT,
    capacity: 'desired provisioned concurrency',
    cooldownSeconds: 0,
    read: (target, call) =>
      readVariant(target, call, (variant) => [
        variant.DesiredServerlessConfig?.ProvisionedConcurrency ?? 0,
        variant.CurrentServerlessConfig?.ProvisionedConcurrency ?? 0,
      ]),
    async set(target, capacity, call) {
      const { endpoint, variant } = variantOf(target.resourceId);
      await call(target, 'sagemaker', 'UpdateEndpointWeightsAndCapacities', {
        EndpointName: endpoint,
        DesiredWeightsAndCapacities: [
          { VariantName: variant, ServerlessUpdateConfig: { ProvisionedConcurrency: capacity } },
        ],
      });
    },
  },
  {
    ...common,
    name: 'sagemaker:inference-component:DesiredCopyCount',
    resourceId: COMPONENT,
    capacity: 'desired copy count',
    async read(target, call) {
      try {
        const described = await call<{
          InferenceComponentStatus?: string;
          FailureReason?: string;
          RuntimeConfig?: { DesiredCopyCount?: number; CurrentCopyCount?: number };
        }>(target, 'sagemaker', 'DescribeInferenceComponent', { InferenceComponentName: component(target) });
        const { InferenceComponentStatus, FailureReason, RuntimeConfig } = described;
        return {
          found: true,
          desired: RuntimeConfig?.DesiredCopyCount ?? 0,
          running: RuntimeConfig?.CurrentCopyCount ?? 0,
          busy: InferenceComponentStatus !== 'InService',
          ...(FailureReason && { failure: FailureReason }),
        };
      } catch (error) {
        return notFound(error);
      }
    },
    async set(target, capacity, call) {
      await call(target, 'sagemaker', 'UpdateInferenceComponentRuntimeConfig', {
        InferenceComponentName: component(target),
        DesiredRuntimeConfig: { CopyCount: capacity },
      });
    },
  },
];

const component = ({ resourceId }: { readonly resourceId: string }): string =>
  COMPONENT.exec(resourceId)?.[1] ?? '';
