import type { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { endpointExists } from '../faults.ts';
import type { EndpointRow } from '../records/endpoint.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { deploymentOf, refuseTooManyInstances } from '../translate/deployment.ts';
import { checkDeploymentConfig } from '../translate/deployment-config.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
export function createEndpoint(
  input: InputOf<typeof CreateEndpointCommand>,
  context: Context,
): OutputOf<typeof CreateEndpointCommand> {
  const EndpointArn = arnOf(context.call, 'endpoint', input.EndpointName);
  const key = keyOf(input.EndpointName);
  checkDeploymentConfig(input.DeploymentConfig);
  if (context.endpoints.get(key)) throw endpointExists(EndpointArn);
  const next = deploymentOf(input.EndpointConfigName, context);
  refuseTooManyInstances(next, input.EndpointName, context);
  const now = context.clock.now();
  const row: EndpointRow = {
    name: input.EndpointName,
    status: 'Creating',
    createdMs: now,
    modifiedMs: now,
    configName: next.configName,
    next,
    // For updates to come, by `RetainDeploymentConfig`.
    ...(input.DeploymentConfig && { lastDeploymentConfig: input.DeploymentConfig }),
  };
  const tags = tagsOf(input.Tags);
  context.store.transaction(() => {
    if (!context.endpoints.insert(key, row)) throw endpointExists(EndpointArn);
    addTags(context.tags, EndpointArn, tags);
  });
  context.hosting.start(context.call, row.name);
  return { EndpointArn };
}
