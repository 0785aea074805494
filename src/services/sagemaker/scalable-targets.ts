import { Fault } from '../../wire/index.ts';
import type { Context } from './context.ts';
import { validation } from './faults.ts';

interface Target {
  readonly ServiceNamespace?: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
}

/**
 * Deregisters what scales the variants of an endpoint that is to be deleted, in the caller's name. A target that the caller may not see goes
 * later, when its resource is found to be gone.
 * @throws Fault ValidationException where the caller sees a target and may not deregister it
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-delete-with-scaling.html
 */
export async function deregisterTargets(
  endpointName: string,
  variants: readonly string[],
  context: Pick<Context, 'inside' | 'call'>,
): Promise<void> {
  const ResourceIds = variants.map((variant) => `endpoint/${endpointName}/variant/${variant}`);
  for (const { ServiceNamespace, ResourceId, ScalableDimension } of await targetsOf(ResourceIds, context)) {
    try {
      await scaling(context, 'DeregisterScalableTarget', { ServiceNamespace, ResourceId, ScalableDimension });
    } catch (error) {
      if (!(error instanceof Fault) || error.code === 'ObjectNotFoundException') continue;
      throw validation(
        'An Application AutoScaling scalable target exists for a variant being deleted, and the IAM identity used to invoke ' +
          'DeleteEndpoint does not have application-autoscaling:DeregisterScalableTarget permission to deregister the scalable target.',
      );
    }
  }
}

async function targetsOf(
  ResourceIds: readonly string[],
  context: Pick<Context, 'inside' | 'call'>,
): Promise<readonly Target[]> {
  if (ResourceIds.length === 0) return [];
  try {
    const input = { ServiceNamespace: 'sagemaker', ResourceIds };
    const answer = await scaling<{ ScalableTargets?: readonly Target[] }>(
      context,
      'DescribeScalableTargets',
      input,
    );
    return answer.ScalableTargets ?? [];
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

const scaling = <Output>(
  { inside, call: { caller, region } }: Pick<Context, 'inside' | 'call'>,
  operation: string,
  input: object,
): Promise<Output> =>
  inside.call<Output>({ service: 'application-auto-scaling', operation, input, caller, region });
