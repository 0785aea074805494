import type { DeploymentConfig, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import {
  alarmsNotFound,
  couldNotFindEndpoint,
  endpointFailed,
  endpointInProgress,
  validation,
} from '../faults.ts';
import { alarmStates } from '../hosting/rollout/alarms.ts';
import {
  advance,
  allVariants,
  type Deployment,
  type DesiredVariant,
  type EndpointRow,
  inProgress,
  withDesired,
} from '../records/endpoint.ts';
import { deploymentOf, refuseTooManyInstances } from '../translate/deployment.ts';
import { checkDeploymentConfig, checkFits } from '../translate/deployment-config.ts';

type Input = InputOf<typeof UpdateEndpointCommand>;

/**
 * The new deployment is started beside the old one and takes its place as the deployment configuration says; all at
 * once when there is none.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
 */
export async function updateEndpoint(
  input: Input,
  context: Context,
): Promise<OutputOf<typeof UpdateEndpointCommand>> {
  const EndpointArn = arnOf(context.call, 'endpoint', input.EndpointName);
  const key = keyOf(input.EndpointName);
  checkDeploymentConfig(input.DeploymentConfig);
  const config = deploymentConfigOf(input, updatable(key, EndpointArn, context));
  await refuseUnknownAlarms(config, context);
  const row = updatable(key, EndpointArn, context);
  const next = retain(deploymentOf(input.EndpointConfigName, context), row, input);
  checkFits(config, row.current, next);
  refuseTurningServerless(row.current, next);
  refuseTooManyInstances(next, input.EndpointName, context);
  context.endpoints.update(key, (current) =>
    advance(current, 'Updating', context.clock.now(), {
      next: { ...next, ...(config && { deploymentConfig: config }) },
      failureReason: undefined,
      ...(config && { lastDeploymentConfig: config }),
    }),
  );
  context.hosting.start(context.call, row.name);
  return { EndpointArn };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-update.html */
function refuseTurningServerless(current: Deployment | undefined, next: Deployment): void {
  const isServerless = (deployment: Deployment) => deployment.variants.some(({ serverless }) => serverless);
  if (current && isServerless(next) && !isServerless(current))
    throw validation('An instance-based endpoint cannot be updated to a serverless endpoint.');
}

function updatable(key: string, arn: string, context: Context): EndpointRow {
  const row = context.endpoints.get(key);
  if (!row) throw couldNotFindEndpoint(arn);
  if (inProgress(row)) throw endpointInProgress(arn);
  if (row.status === 'Failed') throw endpointFailed(arn);
  return row;
}

function deploymentConfigOf(input: Input, row: EndpointRow): DeploymentConfig | undefined {
  if (!input.RetainDeploymentConfig) return input.DeploymentConfig;
  if (input.DeploymentConfig)
    throw validation('DeploymentConfig cannot be specified when RetainDeploymentConfig is true.');
  return row.lastDeploymentConfig;
}

/** Asked in the caller's name: who has a deployment watched must be allowed to see the alarms. */
async function refuseUnknownAlarms(config: DeploymentConfig | undefined, context: Context): Promise<void> {
  const alarms = config?.AutoRollbackConfiguration?.Alarms ?? [];
  const names = alarms.flatMap(({ AlarmName }) => AlarmName ?? []);
  const { call, inside } = context;
  const states = await alarmStates(inside, call, call.caller, names);
  const missing = names.filter((name) => !states.has(name));
  if (missing.length > 0) throw alarmsNotFound(missing);
}

/** Variants of the same name keep their weight and number of instances, and the endpoint what it captures, where that is asked for. */
function retain(next: Deployment, row: EndpointRow, input: Input): Deployment {
  if (!input.RetainAllVariantProperties || !row.current) return next;
  const excluded = new Set(input.ExcludeRetainedVariantProperties?.map((one) => one.VariantPropertyType));
  const before = new Map(allVariants(row.current).map((variant) => [keyOf(variant.name), variant]));
  const kept = allVariants(next).map((variant): DesiredVariant => {
    const old = before.get(keyOf(variant.name)) ?? variant;
    const { weight } = excluded.has('DesiredWeight') ? variant : old;
    const { instances } = excluded.has('DesiredInstanceCount') ? variant : old;
    return { name: variant.name, weight, instances };
  });
  const retained = withDesired(next, kept);
  if (excluded.has('DataCaptureConfig')) return retained;
  const { dataCapture: _asked, ...rest } = retained;
  return { ...rest, ...(row.current.dataCapture && { dataCapture: row.current.dataCapture }) };
}
