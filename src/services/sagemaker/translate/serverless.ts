import type {
  CreateEndpointConfigInput,
  ProductionVariant,
  ProductionVariantServerlessConfig,
} from '@aws-sdk/client-sagemaker';
import { validation } from '../faults.ts';
import { containersOf, isMultiModel, type ModelRow } from '../records/model.ts';

/** How a serverless variant runs. */
export interface ServerlessSettings {
  readonly memoryMb: number;
  readonly maxConcurrency: number;
  /** 0 when nothing is provisioned. */
  readonly provisioned: number;
}

/** Memory comes in steps of so many MB. */
const MEMORY_STEP_MB = 1024;

/** What a configuration says of it. */
export const serverlessSettings = (config: ProductionVariantServerlessConfig): ServerlessSettings => ({
  memoryMb: config.MemorySizeInMB ?? MEMORY_STEP_MB,
  maxConcurrency: config.MaxConcurrency ?? 1,
  provisioned: config.ProvisionedConcurrency ?? 0,
});

/** The same, as the API tells it. */
export const serverlessConfig = (settings: ServerlessSettings): ProductionVariantServerlessConfig => ({
  MemorySizeInMB: settings.memoryMb,
  MaxConcurrency: settings.maxConcurrency,
  ...(settings.provisioned > 0 && { ProvisionedConcurrency: settings.provisioned }),
});

/**
 * What an instance may use: its memory, and one processor for each GB of it. AWS says that larger memory has access to
 * more processors, not how many.
 */
export const serverlessLimits = ({
  memoryMb,
}: ServerlessSettings): { cpus: number; memoryBytes: number } => ({
  cpus: memoryMb / MEMORY_STEP_MB,
  memoryBytes: memoryMb * 1024 ** 2,
});

/**
 * Refuses what a serverless variant cannot be.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions
 */
export function checkServerlessVariant(variant: ProductionVariant, model: ModelRow | undefined): void {
  const { VariantName, ServerlessConfig, InstanceType, InitialInstanceCount } = variant;
  if (!ServerlessConfig) return;
  const { MemorySizeInMB = 0, MaxConcurrency = 0, ProvisionedConcurrency = 0 } = ServerlessConfig;
  const of = `for production variant "${VariantName}"`;
  if (InstanceType !== undefined || InitialInstanceCount !== undefined)
    throw validation(
      `InstanceType and InitialInstanceCount cannot be specified with ServerlessConfig ${of}.`,
    );
  if (MemorySizeInMB % MEMORY_STEP_MB !== 0)
    throw validation(
      `MemorySizeInMB must be one of 1024, 2048, 3072, 4096, 5120 or 6144 ${of}; found ${MemorySizeInMB}.`,
    );
  checkConcurrency(MaxConcurrency, ProvisionedConcurrency, of);
  const containers = model ? containersOf(model) : [];
  if (containers.length > 1)
    throw validation(`Inference pipelines are not supported with ServerlessConfig ${of}.`);
  if (containers.some(isMultiModel))
    throw validation(`Multi-model endpoints are not supported with ServerlessConfig ${of}.`);
}

/** Refuses more provisioned than there may be at all. */
export function checkConcurrency(maxConcurrency: number, provisioned: number, of: string): void {
  if (provisioned > maxConcurrency)
    throw validation(
      `ProvisionedConcurrency must be less than or equal to MaxConcurrency ${of}; found ${provisioned} and ${maxConcurrency}.`,
    );
}

/** Refuses what does not go together with a serverless variant in one configuration. */
export function checkServerlessConfig(input: CreateEndpointConfigInput): void {
  const { ProductionVariants = [], ShadowProductionVariants = [] } = input;
  const all = [...ProductionVariants, ...ShadowProductionVariants];
  if (!all.some(({ ServerlessConfig }) => ServerlessConfig)) return;
  if (all.length > 1)
    throw validation('Multiple production variants are not supported for serverless endpoints.');
  if (input.AsyncInferenceConfig)
    throw validation('AsyncInferenceConfig is not supported for serverless endpoints.');
  if (input.DataCaptureConfig?.EnableCapture !== false && input.DataCaptureConfig)
    throw validation('DataCaptureConfig is not supported for serverless endpoints.');
}
