import type { CreateEndpointConfigCommand, ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { couldNotFindModel, endpointConfigExists, validation } from '../faults.ts';
import type { EndpointConfigRow } from '../records/endpoint-config.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { refuseUnbuiltConfig, refuseUnbuiltVariant } from '../refuse-unbuilt.ts';
import { checkComponentHosts } from '../translate/component-hosts.ts';
import { PUBLISH_SECONDS } from '../limits.ts';
import { asyncSettings, captureSettings } from '../translate/inference-settings.ts';
import { checkServerlessConfig, checkServerlessVariant } from '../translate/serverless.ts';
import { checkWeight } from '../translate/weight.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html */
export function createEndpointConfig(
  input: InputOf<typeof CreateEndpointConfigCommand>,
  context: Context,
): OutputOf<typeof CreateEndpointConfigCommand> {
  const EndpointConfigArn = arnOf(context.call, 'endpoint-config', input.EndpointConfigName);
  refuseUnbuiltConfig(input);
  const { ShadowProductionVariants: shadows = [] } = input;
  const all = [...input.ProductionVariants, ...shadows];
  refuseClashingNames(all);
  if (shadows.length > 0 && all.length > 2)
    throw validation(
      'If ShadowProductionVariants is specified, only one variant can be specified for ProductionVariants and one for ShadowProductionVariants.',
    );
  refuseNoWeight(input.ProductionVariants);
  for (const variant of all) checkVariant(variant, context);
  checkServerlessConfig(input);
  checkComponentHosts(input);
  if (input.AsyncInferenceConfig) asyncSettings(input.AsyncInferenceConfig);
  if (input.DataCaptureConfig) captureSettings(input.DataCaptureConfig);
  checkMetrics(input.MetricsConfig?.MetricPublishFrequencyInSeconds);
  const row: EndpointConfigRow = {
    name: input.EndpointConfigName,
    createdMs: context.clock.now(),
    variants: input.ProductionVariants,
    ...(shadows.length > 0 && { shadows }),
    ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
    ...(input.ExecutionRoleArn !== undefined && { roleArn: input.ExecutionRoleArn }),
    ...(input.AsyncInferenceConfig && { asyncInference: input.AsyncInferenceConfig }),
    ...(input.DataCaptureConfig && { dataCapture: input.DataCaptureConfig }),
    ...(input.MetricsConfig && { metrics: input.MetricsConfig }),
  };
  const tags = tagsOf(input.Tags);
  context.store.transaction(() => {
    if (!context.configs.insert(keyOf(row.name), row)) throw endpointConfigExists(EndpointConfigArn);
    addTags(context.tags, EndpointConfigArn, tags);
  });
  return { EndpointConfigArn };
}

function checkVariant(variant: ProductionVariant, context: Context): void {
  const { VariantName, ModelName, InstanceType, InitialInstanceCount } = variant;
  refuseUnbuiltVariant(variant);
  checkWeight('InitialVariantWeight', VariantName, variant.InitialVariantWeight);
  const model = ModelName === undefined ? undefined : context.models.get(keyOf(ModelName));
  if (ModelName !== undefined && !model) throw couldNotFindModel(arnOf(context.call, 'model', ModelName));
  if (variant.ServerlessConfig) return checkServerlessVariant(variant, model);
  if (InstanceType === undefined || InitialInstanceCount === undefined) {
    throw validation(
      `InstanceType and InitialInstanceCount must be specified for production variant "${VariantName}" without ServerlessConfig.`,
    );
  }
}

function checkMetrics(seconds: number | undefined): void {
  if (seconds === undefined || PUBLISH_SECONDS.includes(seconds)) return;
  throw validation(
    `MetricPublishFrequencyInSeconds must be one of [${PUBLISH_SECONDS.join(', ')}], but was ${seconds}.`,
  );
}

function refuseNoWeight(variants: readonly ProductionVariant[]): void {
  if (variants.length > 1 && variants.every(({ InitialVariantWeight }) => InitialVariantWeight === 0))
    throw validation('At least one production variant must have a weight greater than 0.');
}

function refuseClashingNames(variants: readonly ProductionVariant[]): void {
  const keys = variants.map(({ VariantName = '' }) => keyOf(VariantName));
  const clash = variants.find((_, index) => keys.indexOf(keys[index] as string) !== index);
  if (clash)
    throw validation(`Production variant names must be unique; found "${clash.VariantName}" more than once.`);
}
