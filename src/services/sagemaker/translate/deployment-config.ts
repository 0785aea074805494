import type { CapacitySize, DeploymentConfig } from '@aws-sdk/client-sagemaker';
import { keyOf } from '../arns.ts';
import { validation } from '../faults.ts';
import type { Deployment } from '../records/endpoint.ts';

/**
 * Refuses a deployment configuration that contradicts itself.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html
 */
export function checkDeploymentConfig(config: DeploymentConfig | undefined): void {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config ?? {};
  if (blueGreen && rolling)
    throw validation('Only one update policy can be used in the deployment configuration.');
  if (blueGreen) checkBlueGreen(blueGreen);
  if (rolling) {
    checkPercent('MaximumBatchSize', rolling.MaximumBatchSize, 5, 50);
    checkPercent('RollbackMaximumBatchSize', rolling.RollbackMaximumBatchSize, 5, 100);
    checkTimeout(rolling.MaximumExecutionTimeoutInSeconds, rolling.WaitIntervalInSeconds ?? 0);
  }
  const names = (config?.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName }) => AlarmName);
  if (names.includes(undefined)) throw validation('AlarmName must be specified for an auto-rollback alarm.');
  if (new Set(names).size < names.length) throw validation('The auto-rollback alarms must be unique.');
}

function checkBlueGreen(policy: NonNullable<DeploymentConfig['BlueGreenUpdatePolicy']>): void {
  const routing = policy.TrafficRoutingConfiguration;
  const { Type: type, CanarySize: canary, LinearStepSize: linear } = routing ?? {};
  for (const [name, size, wanted] of [
    ['CanarySize', canary, 'CANARY'],
    ['LinearStepSize', linear, 'LINEAR'],
  ] as const) {
    if (type === wanted && !size)
      throw validation(`${name} must be specified for traffic routing type ${wanted}.`);
    if (type !== wanted && size)
      throw validation(`${name} can only be specified for traffic routing type ${wanted}.`);
  }
  checkPercent('CanarySize', canary, 1, 50);
  checkPercent('LinearStepSize', linear, 10, 50);
  const waits = (routing?.WaitIntervalInSeconds ?? 0) + (policy.TerminationWaitInSeconds ?? 0);
  checkTimeout(policy.MaximumExecutionTimeoutInSeconds, waits);
}

function checkPercent(name: string, size: CapacitySize | undefined, least: number, most: number): void {
  if (!size) return;
  const { Type: type, Value: value = 0 } = size;
  if (value < 1) throw validation(`The value of ${name} must be greater than 0.`);
  if (type === 'CAPACITY_PERCENT' && (value < least || value > most))
    throw validation(
      `The value of ${name} must be between ${least}% and ${most}% of the variant's total instance count.`,
    );
}

function checkTimeout(timeout: number | undefined, waits: number): void {
  if (timeout !== undefined && timeout <= waits)
    throw validation(
      'MaximumExecutionTimeoutInSeconds must be larger than the total waiting time specified in TerminationWaitInSeconds and WaitIntervalInSeconds.',
    );
}

/**
 * Refuses a deployment configuration that does not fit what is deployed.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
 */
export function checkFits(
  config: DeploymentConfig | undefined,
  before: Deployment | undefined,
  next: Deployment,
): void {
  const routing = config?.BlueGreenUpdatePolicy?.TrafficRoutingConfiguration;
  const rolling = config?.RollingUpdatePolicy;
  if (!rolling && (!routing || routing.Type === 'ALL_AT_ONCE')) return;
  const namesOf = (deployment: Deployment | undefined) =>
    (deployment?.variants ?? [])
      .map(({ name }) => keyOf(name))
      .sort()
      .join();
  if (namesOf(before) !== namesOf(next))
    throw validation(
      'The new endpoint configuration must have the same variant names as the old endpoint configuration.',
    );
  if (rolling && next.variants.some(({ serverless }) => serverless))
    throw validation('Rolling deployments are not supported for serverless endpoints.');
  if (rolling && next.variants.length > 1)
    throw validation('Rolling deployments are not supported for endpoints with multiple variants.');
  for (const { name, instances } of next.variants) {
    checkCount('CanarySize', routing?.CanarySize, name, instances, 0, 0.5);
    checkCount('LinearStepSize', routing?.LinearStepSize, name, instances, 0.1, 0.5);
    checkCount('MaximumBatchSize', rolling?.MaximumBatchSize, name, instances, 0.05, 0.5);
    checkCount('RollbackMaximumBatchSize', rolling?.RollbackMaximumBatchSize, name, instances, 0.05, 1);
  }
}

function checkCount(
  name: string,
  size: CapacitySize | undefined,
  variant: string,
  instances: number,
  least: number,
  most: number,
): void {
  if (size?.Type !== 'INSTANCE_COUNT') return;
  const share = (size.Value ?? 0) / instances;
  if (share >= least && share <= most) return;
  const bounds = least === 0 ? `at most ${most * 100}%` : `${least * 100}-${most * 100}%`;
  throw validation(
    `The value of ${name} must be ${bounds} of the total instance count of variant "${variant}", which is ${instances}.`,
  );
}
