import type { CreateEndpointConfigInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { notImplemented, validation } from '../faults.ts';

const hostsComponents = ({ ModelName }: ProductionVariant): boolean => ModelName === undefined;

/**
 * Refuses what a configuration for inference components cannot be, and of any other what belongs to these only.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 */
export function checkComponentHosts(input: CreateEndpointConfigInput): void {
  const { ProductionVariants = [], ShadowProductionVariants = [], ExecutionRoleArn } = input;
  const all = [...ProductionVariants, ...ShadowProductionVariants];
  if (!all.some(hostsComponents)) {
    if (all.some(({ ManagedInstanceScaling }) => ManagedInstanceScaling))
      throw validation('ManagedInstanceScaling is only supported for inference component endpoints.');
    if (ExecutionRoleArn !== undefined)
      throw validation('ExecutionRoleArn is only supported for inference component endpoints.');
    return;
  }
  if (!all.every(hostsComponents))
    throw validation('ModelName must be specified for all production variants, or for none of them.');
  if (ExecutionRoleArn === undefined)
    throw validation('ExecutionRoleArn must be specified for inference component endpoints.');
  if (ProductionVariants.length > 1 || ShadowProductionVariants.length > 0)
    throw validation('Inference component endpoints can only have one production variant.');
  if (input.AsyncInferenceConfig)
    throw validation('AsyncInferenceConfig is not supported for inference component endpoints.');
  if (input.DataCaptureConfig) throw notImplemented('DataCaptureConfig of an inference component endpoint');
  for (const variant of all) checkHost(variant);
}

function checkHost({
  ServerlessConfig,
  ManagedInstanceScaling,
  InitialInstanceCount = 1,
}: ProductionVariant): void {
  if (ServerlessConfig)
    throw validation('ServerlessConfig is not supported for inference component endpoints.');
  const { Status, MinInstanceCount = 0, MaxInstanceCount, ScaleInPolicy } = ManagedInstanceScaling ?? {};
  if (ScaleInPolicy) throw notImplemented('ScaleInPolicy');
  if (Status !== 'ENABLED') return;
  if (MaxInstanceCount === undefined)
    throw validation('MaxInstanceCount must be specified for enabled managed instance scaling.');
  if (MinInstanceCount > MaxInstanceCount)
    throw validation('MinInstanceCount must be less than or equal to MaxInstanceCount.');
  if (InitialInstanceCount < MinInstanceCount || InitialInstanceCount > MaxInstanceCount)
    throw validation('InitialInstanceCount must be between MinInstanceCount and MaxInstanceCount.');
}
