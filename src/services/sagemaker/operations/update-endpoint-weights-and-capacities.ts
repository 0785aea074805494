import type {
  DesiredWeightAndCapacity,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import {
  couldNotFindEndpoint,
  endpointFailed,
  endpointInProgress,
  validation,
  variantsNotPresent,
} from '../faults.ts';
import {
  advance,
  allVariants,
  type DeployedVariant,
  type Deployment,
  type DesiredVariant,
  inProgress,
  withDesired,
} from '../records/endpoint.ts';
import { copiesOn, roomProblem } from '../components/hosts.ts';
import { refuseTooManyInstances } from '../translate/deployment.ts';
import { checkConcurrency } from '../translate/serverless.ts';
import { checkWeight } from '../translate/weight.ts';

type Input = InputOf<typeof UpdateEndpointWeightsAndCapacitiesCommand>;

/**
 * The weights count from the next request on; instances come and go while the endpoint serves.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html
 */
export function updateEndpointWeightsAndCapacities(
  input: Input,
  context: Context,
): OutputOf<typeof UpdateEndpointWeightsAndCapacitiesCommand> {
  const EndpointArn = arnOf(context.call, 'endpoint', input.EndpointName);
  const key = keyOf(input.EndpointName);
  refuseUnclear(input.DesiredWeightsAndCapacities);
  const row = context.endpoints.get(key);
  if (!row) throw couldNotFindEndpoint(EndpointArn);
  if (inProgress(row)) throw endpointInProgress(EndpointArn);
  if (!row.current || row.status !== 'InService') throw endpointFailed(EndpointArn);
  const desired = desiredOf(row.current, input.DesiredWeightsAndCapacities);
  refuseTooFewHosts(row.name, withDesired(row.current, desired), context);
  refuseTooManyInstances(withDesired(row.current, desired), input.EndpointName, context, row.current);
  context.endpoints.update(key, (current) =>
    advance(current, 'Updating', context.clock.now(), { desired, failureReason: undefined }),
  );
  context.hosting.scale(context.call, row.name);
  return { EndpointArn };
}

function refuseUnclear(asked: readonly DesiredWeightAndCapacity[]): void {
  const names = asked.map(({ VariantName = '' }) => keyOf(VariantName));
  if (new Set(names).size < names.length)
    throw validation('Each variant may be specified only once in DesiredWeightsAndCapacities.');
  for (const { VariantName, DesiredWeight, DesiredInstanceCount, ServerlessUpdateConfig } of asked) {
    checkWeight('DesiredWeight', VariantName, DesiredWeight);
    if (DesiredWeight === undefined && DesiredInstanceCount === undefined && !ServerlessUpdateConfig)
      throw validation(
        `At least one of DesiredWeight, DesiredInstanceCount and ServerlessUpdateConfig must be specified for variant "${VariantName}".`,
      );
  }
}

/** What every variant is to become; those that are not named keep what they have. */
function desiredOf(current: Deployment, asked: readonly DesiredWeightAndCapacity[]): DesiredVariant[] {
  const all = allVariants(current);
  const wanted = new Map(asked.map((one) => [keyOf(one.VariantName ?? ''), one]));
  const known = new Set(all.map(({ name }) => keyOf(name)));
  const unknown = asked.filter(({ VariantName = '' }) => !known.has(keyOf(VariantName)));
  if (unknown.length > 0)
    throw variantsNotPresent(
      unknown.map(({ VariantName = '' }) => VariantName),
      current.configName,
    );
  const desired = all.map((variant) =>
    desiredVariant(variant, wanted.get(keyOf(variant.name)) ?? {}, current),
  );
  const answering = desired.slice(0, current.variants.length);
  if (answering.length > 1 && answering.every(({ weight }) => weight === 0))
    throw validation('At least one production variant must have a weight greater than 0.');
  return desired;
}

/** Instances that host inference components must have room for the copies. */
function refuseTooFewHosts(endpoint: string, { variants }: Deployment, { components }: Context): void {
  for (const variant of variants.filter(({ model }) => model === undefined)) {
    const problem = roomProblem(variant, copiesOn(components, endpoint, variant.name));
    if (problem !== undefined) throw validation(problem);
  }
}

function desiredVariant(
  { name, weight, instances, serverless, managed }: DeployedVariant,
  { DesiredWeight, DesiredInstanceCount, ServerlessUpdateConfig }: Partial<DesiredWeightAndCapacity>,
  { asyncInference }: Deployment,
): DesiredVariant {
  const counts = { name, weight: DesiredWeight ?? weight, instances: DesiredInstanceCount ?? instances };
  if (!serverless) {
    if (ServerlessUpdateConfig)
      throw validation(
        `ServerlessUpdateConfig cannot be specified for variant "${name}", which is not serverless.`,
      );
    // Only what waits in a queue can wait for the first instance.
    if (DesiredInstanceCount === 0 && !asyncInference && managed?.min !== 0)
      throw validation(`DesiredInstanceCount of variant "${name}" must be greater than 0.`);
    return counts;
  }
  if (DesiredInstanceCount !== undefined)
    throw validation(`DesiredInstanceCount cannot be specified for variant "${name}", which is serverless.`);
  const { MaxConcurrency = serverless.maxConcurrency, ProvisionedConcurrency = serverless.provisioned } =
    ServerlessUpdateConfig ?? {};
  checkConcurrency(MaxConcurrency, ProvisionedConcurrency, `for variant "${name}"`);
  const changed = { maxConcurrency: MaxConcurrency, provisioned: ProvisionedConcurrency };
  return { ...counts, serverless: { ...serverless, ...changed } };
}
