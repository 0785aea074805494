import type {
  ContainerDefinition,
  InferenceComponentDeploymentConfig,
  InferenceComponentSpecification,
} from '@aws-sdk/client-sagemaker';
import { arnOf, keyOf } from '../arns.ts';
import { asDeploymentConfig } from '../components/roll-over.ts';
import type { Context } from '../context.ts';
import { couldNotFindModel, notImplemented, validation } from '../faults.ts';
import { sourceOf } from '../hosting/s3-data-source.ts';
import type { ComponentRelease } from '../records/inference-component.ts';
import { isMultiModel } from '../records/model.ts';
import { checkDeploymentConfig } from './deployment-config.ts';

/**
 * What the copies of a component are to run, with its model as it is now.
 * @param roleArn of the endpoint's configuration, in whose name artifacts are read
 * @throws Fault when the specification cannot be
 */
export function releaseOf(
  specification: InferenceComponentSpecification,
  roleArn: string | undefined,
  deploymentConfig: InferenceComponentDeploymentConfig | undefined,
  context: Context,
): ComponentRelease {
  refuseUnbuilt(specification);
  checkResources(specification);
  const { container, ownRole } = containerOf(specification, context);
  const role = roleArn ?? ownRole;
  sourceOf(container);
  return {
    id: context.ids.hex(16),
    startedMs: context.clock.now(),
    specification,
    container,
    ...(role !== undefined && { roleArn: role }),
    ...(deploymentConfig && { deploymentConfig }),
  };
}

/** Refuses a rolling update that cannot be. */
export function checkRollingUpdate(
  config: InferenceComponentDeploymentConfig | undefined,
  copies: number,
): void {
  if (!config) return;
  checkDeploymentConfig(asDeploymentConfig(config));
  const { Type, Value = 0 } = config.RollingUpdatePolicy?.MaximumBatchSize ?? {};
  const share = Value / copies;
  if (Type === 'COPY_COUNT' && (share < 0.05 || share > 0.5))
    throw validation(
      `The value of MaximumBatchSize must be 5-50% of the copy count of the inference component, which is ${copies}.`,
    );
}

function refuseUnbuilt(specification: InferenceComponentSpecification): void {
  const { BaseInferenceComponentName, DataCacheConfig, SchedulingConfig, InstanceType } = specification;
  if (BaseInferenceComponentName !== undefined) throw notImplemented('BaseInferenceComponentName (adapters)');
  if (DataCacheConfig?.EnableCaching) throw notImplemented('DataCacheConfig with EnableCaching');
  if (SchedulingConfig) throw notImplemented('SchedulingConfig');
  if (InstanceType !== undefined) throw notImplemented('InstanceType of a specification');
  const { NumberOfAcceleratorDevicesRequired } = specification.ComputeResourceRequirements ?? {};
  if (NumberOfAcceleratorDevicesRequired !== undefined)
    throw notImplemented('NumberOfAcceleratorDevicesRequired');
}

function checkResources({ ComputeResourceRequirements }: InferenceComponentSpecification): void {
  if (!ComputeResourceRequirements)
    throw validation('ComputeResourceRequirements must be specified for an inference component.');
  const { MinMemoryRequiredInMb = 0, MaxMemoryRequiredInMb } = ComputeResourceRequirements;
  if (MaxMemoryRequiredInMb !== undefined && MaxMemoryRequiredInMb < MinMemoryRequiredInMb)
    throw validation('MaxMemoryRequiredInMb must be greater than or equal to MinMemoryRequiredInMb.');
}

function containerOf(
  { ModelName, Container }: InferenceComponentSpecification,
  context: Context,
): { container: ContainerDefinition; ownRole?: string | undefined } {
  if ((ModelName === undefined) === (Container === undefined))
    throw validation('Exactly one of ModelName and Container must be specified for an inference component.');
  if (ModelName === undefined) {
    const { Image, ArtifactUrl, Environment } = Container ?? {};
    if (Image === undefined)
      throw validation('Image must be specified for the container of an inference component.');
    const container = {
      Image,
      ...(ArtifactUrl !== undefined && { ModelDataUrl: ArtifactUrl }),
      ...(Environment && { Environment }),
    };
    return { container };
  }
  const model = context.models.get(keyOf(ModelName));
  if (!model) throw couldNotFindModel(arnOf(context.call, 'model', ModelName));
  if (model.others)
    throw validation('A model with several containers cannot be deployed with an inference component.');
  if (isMultiModel(model.container))
    throw validation('A model with Mode MultiModel cannot be deployed with an inference component.');
  return { container: model.container, ownRole: model.roleArn };
}
