import type { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindEndpoint, endpointFailed, endpointInProgress, notImplemented } from '../faults.ts';
import { advance, type Deployment, type EndpointRow, inProgress } from '../records/endpoint.ts';
import { refuseUnbuiltDeployment } from '../refuse-unbuilt.ts';
import { deploymentOf, refuseTooManyInstances } from '../translate/deployment.ts';

type Input = InputOf<typeof UpdateEndpointCommand>;

/**
 * The new deployment is started beside the old one and takes its place once it is in service: blue/green, all at once.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
 */
export function updateEndpoint(input: Input, context: Context): OutputOf<typeof UpdateEndpointCommand> {
  const EndpointArn = arnOf(context.call, 'endpoint', input.EndpointName);
  const key = keyOf(input.EndpointName);
  refuseUnbuiltDeployment(input.DeploymentConfig);
  if (input.RetainDeploymentConfig) throw notImplemented('RetainDeploymentConfig');
  const row = context.endpoints.get(key);
  if (!row) throw couldNotFindEndpoint(EndpointArn);
  if (inProgress(row)) throw endpointInProgress(EndpointArn);
  if (row.status === 'Failed') throw endpointFailed(EndpointArn);
  const next = retain(deploymentOf(input.EndpointConfigName, context), row, input);
  refuseTooManyInstances(next, input.EndpointName, context);
  context.endpoints.update(key, (current) =>
    advance(current, 'Updating', context.clock.now(), { next, failureReason: undefined }),
  );
  context.hosting.start(context.call, row.name);
  return { EndpointArn };
}

/** Variants of the same name keep their weight and number of instances, where that is asked for. */
function retain(next: Deployment, row: EndpointRow, input: Input): Deployment {
  if (!input.RetainAllVariantProperties) return next;
  const excluded = new Set(input.ExcludeRetainedVariantProperties?.map((one) => one.VariantPropertyType));
  const variants = next.variants.map((variant) => {
    const before = row.current?.variants.find((one) => keyOf(one.name) === keyOf(variant.name));
    return {
      ...variant,
      ...(before && !excluded.has('DesiredWeight') && { weight: before.weight }),
      ...(before && !excluded.has('DesiredInstanceCount') && { instances: before.instances }),
    };
  });
  return { ...next, variants };
}
