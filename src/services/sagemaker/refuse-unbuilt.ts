import type {
  ContainerDefinition,
  CreateEndpointConfigInput,
  CreateModelInput,
  CreateModelPackageInput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { notImplemented } from './faults.ts';

/** Settings that change what a real endpoint does and are not built: refused, never kept and ignored. */

function refuse(settings: Readonly<Record<string, unknown>>): void {
  for (const [what, value] of Object.entries(settings)) {
    if (value !== undefined && value !== false) throw notImplemented(what);
  }
}

const some = (list: readonly unknown[] | undefined): unknown => (list && list.length > 0 ? list : undefined);

/** Of a model. */
export function refuseUnbuiltModel(input: CreateModelInput): void {
  refuse({
    VpcConfig: input.VpcConfig,
    EnableNetworkIsolation: input.EnableNetworkIsolation,
  });
}

/** Of a container of a model. */
export function refuseUnbuiltContainer(container: ContainerDefinition): void {
  const source = container.ModelDataSource?.S3DataSource;
  refuse({
    ImageConfig: container.ImageConfig?.RepositoryAccessMode === 'Vpc',
    AdditionalModelDataSources: some(container.AdditionalModelDataSources),
    ContainerMetricsConfig: container.ContainerMetricsConfig,
    HubAccessConfig: source?.HubAccessConfig,
    ManifestS3Uri: source?.ManifestS3Uri,
    ETag: source?.ETag,
    ManifestEtag: source?.ManifestEtag,
  });
}

/** Of a model package. */
export function refuseUnbuiltPackage(input: CreateModelPackageInput): void {
  refuse({
    ValidationSpecification: input.ValidationSpecification,
    SourceAlgorithmSpecification: input.SourceAlgorithmSpecification,
    CertifyForMarketplace: input.CertifyForMarketplace,
    ManagedStorageType: input.ManagedStorageType,
    'SourceUri of a SageMaker resource': input.SourceUri?.startsWith('arn:') ? input.SourceUri : undefined,
  });
}

/** Of an endpoint configuration, besides its variants. */
export function refuseUnbuiltConfig(input: CreateEndpointConfigInput): void {
  refuse({
    'DataCaptureConfig of an asynchronous endpoint':
      input.AsyncInferenceConfig &&
      input.DataCaptureConfig &&
      input.DataCaptureConfig.EnableCapture !== false,
    ExplainerConfig: input.ExplainerConfig,
    VpcConfig: input.VpcConfig,
    EnableNetworkIsolation: input.EnableNetworkIsolation,
    'MetricsConfig with EnableEnhancedMetrics': input.MetricsConfig?.EnableEnhancedMetrics,
    'MetricsConfig with EnableDetailedObservability': input.MetricsConfig?.EnableDetailedObservability,
  });
}

/** Of a production variant. */
export function refuseUnbuiltVariant(variant: ProductionVariant): void {
  refuse({
    InstancePools: some(variant.InstancePools),
    VariantInstanceProvisionTimeoutInSeconds: variant.VariantInstanceProvisionTimeoutInSeconds,
    AcceleratorType: variant.AcceleratorType,
    CoreDumpConfig: variant.CoreDumpConfig,
    EnableSSMAccess: variant.EnableSSMAccess,
    InferenceAmiVersion: variant.InferenceAmiVersion,
    CapacityReservationConfig: variant.CapacityReservationConfig,
  });
}
