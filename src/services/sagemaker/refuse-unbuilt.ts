import type {
  ContainerDefinition,
  CreateEndpointConfigInput,
  CreateModelInput,
  CreateModelPackageInput,
  DeploymentConfig,
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
    AsyncInferenceConfig: input.AsyncInferenceConfig,
    'DataCaptureConfig with EnableCapture': input.DataCaptureConfig?.EnableCapture,
    ShadowProductionVariants: some(input.ShadowProductionVariants),
    ExplainerConfig: input.ExplainerConfig,
    VpcConfig: input.VpcConfig,
    EnableNetworkIsolation: input.EnableNetworkIsolation,
    'MetricsConfig with EnableEnhancedMetrics': input.MetricsConfig?.EnableEnhancedMetrics,
    'ExecutionRoleArn of an endpoint configuration (inference components)': input.ExecutionRoleArn,
  });
}

/** Of a production variant. */
export function refuseUnbuiltVariant(variant: ProductionVariant): void {
  refuse({
    ServerlessConfig: variant.ServerlessConfig,
    'A production variant without ModelName (inference components)': variant.ModelName === undefined,
    InstancePools: some(variant.InstancePools),
    AcceleratorType: variant.AcceleratorType,
    CoreDumpConfig: variant.CoreDumpConfig,
    EnableSSMAccess: variant.EnableSSMAccess,
    ManagedInstanceScaling: variant.ManagedInstanceScaling,
    InferenceAmiVersion: variant.InferenceAmiVersion,
    CapacityReservationConfig: variant.CapacityReservationConfig,
  });
}

/** Of a deployment: what is built is blue/green, all at once, without waits. */
export function refuseUnbuiltDeployment(config: DeploymentConfig | undefined): void {
  const policy = config?.BlueGreenUpdatePolicy;
  const routing = policy?.TrafficRoutingConfiguration;
  refuse({
    RollingUpdatePolicy: config?.RollingUpdatePolicy,
    AutoRollbackConfiguration: some(config?.AutoRollbackConfiguration?.Alarms),
    [`Traffic routing ${routing?.Type}`]: routing !== undefined && routing.Type !== 'ALL_AT_ONCE',
    WaitIntervalInSeconds: (routing?.WaitIntervalInSeconds ?? 0) > 0,
    TerminationWaitInSeconds: (policy?.TerminationWaitInSeconds ?? 0) > 0,
    MaximumExecutionTimeoutInSeconds: policy?.MaximumExecutionTimeoutInSeconds,
  });
}
