import type {
  ContainerDefinition,
  CreateModelCommand,
  InferenceExecutionMode,
} from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { modelExists, validation } from '../faults.ts';
import { sourceOf } from '../hosting/s3-data-source.ts';
import { MAX_CONTAINERS } from '../limits.ts';
import { containerName, isMultiModel, type ModelRow } from '../records/model.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { refuseUnbuiltContainer, refuseUnbuiltModel } from '../refuse-unbuilt.ts';
import { containersOfPackage } from '../registry/container.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
export async function createModel(
  input: InputOf<typeof CreateModelCommand>,
  context: Context,
): Promise<OutputOf<typeof CreateModelCommand>> {
  const ModelArn = arnOf(context.call, 'model', input.ModelName);
  const key = keyOf(input.ModelName);
  const row = rowOf(input, context);
  const tags = tagsOf(input.Tags);
  if (context.models.get(key)) throw modelExists(ModelArn);
  await context.modelData.check(row, context.call);
  context.store.transaction(() => {
    if (!context.models.insert(key, row)) throw modelExists(ModelArn);
    addTags(context.tags, ModelArn, tags);
  });
  return { ModelArn };
}

function rowOf(input: InputOf<typeof CreateModelCommand>, context: Context): ModelRow {
  const { PrimaryContainer, Containers, ExecutionRoleArn, InferenceExecutionConfig } = input;
  if (PrimaryContainer && Containers) {
    throw validation(
      'Both PrimaryContainer and Containers cannot be provided. Please provide only one of them.',
    );
  }
  refuseUnbuiltModel(input);
  const asked = PrimaryContainer ? [PrimaryContainer] : (Containers ?? []);
  const packaged = asked.some(({ ModelPackageName }) => ModelPackageName !== undefined);
  const containers = asked.flatMap((one) =>
    one.ModelPackageName === undefined ? [one] : containersOfPackage(one, context),
  );
  const [container, ...others] = containers;
  if (!container) throw validation('Either PrimaryContainer or Containers must be provided.');
  for (const one of containers) checkContainer(one, ExecutionRoleArn);
  refuseContainersThatDoNotMix(containers, InferenceExecutionConfig?.Mode);
  return {
    name: input.ModelName,
    createdMs: context.clock.now(),
    container,
    ...(packaged && { asked }),
    form: PrimaryContainer ? 'primary' : 'containers',
    ...(others.length > 0 && { others }),
    ...(InferenceExecutionConfig?.Mode && { executionMode: InferenceExecutionConfig.Mode }),
    ...(ExecutionRoleArn !== undefined && { roleArn: ExecutionRoleArn }),
  };
}

function checkContainer(container: ContainerDefinition, roleArn: string | undefined): void {
  refuseUnbuiltContainer(container);
  if (container.InferenceSpecificationName !== undefined)
    throw validation('InferenceSpecificationName can only be provided together with a ModelPackageName.');
  if (container.Image === undefined)
    throw validation('A container definition must have an Image or a ModelPackageName.');
  const source = sourceOf(container);
  if (source && roleArn === undefined) {
    throw validation('ExecutionRoleArn must be provided for a model with model data.');
  }
  if (!isMultiModel(container)) {
    if (container.MultiModelConfig)
      throw validation('MultiModelConfig can only be provided for a container whose Mode is MultiModel.');
    return;
  }
  if (container.ModelDataSource)
    throw validation('ModelDataSource cannot be provided for a container whose Mode is MultiModel.');
  if (!source) throw validation('ModelDataUrl must be provided for a container whose Mode is MultiModel.');
}

/** What may not stand together in one model. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
function refuseContainersThatDoNotMix(
  containers: readonly ContainerDefinition[],
  mode: InferenceExecutionMode | undefined,
): void {
  if (containers.length > MAX_CONTAINERS) {
    throw validation(`A model can have at most ${MAX_CONTAINERS} containers; found ${containers.length}.`);
  }
  if (containers.length === 1) return;
  const named = containers.filter(({ ContainerHostname }) => ContainerHostname !== undefined).length;
  if (named > 0 && named < containers.length)
    throw validation(
      'ContainerHostname must be provided for every container of the model, or for none of them.',
    );
  if (mode === 'Direct' && named === 0)
    throw validation('ContainerHostname must be provided for every container when the Mode is Direct.');
  const names = containers.map((container, index) => containerName(container, index + 1));
  const clash = names.find((name, index) => names.indexOf(name) !== index);
  if (clash !== undefined)
    throw validation(`ContainerHostname must be unique in a model; found "${clash}" more than once.`);
  if (mode === 'Direct' && containers.some(isMultiModel))
    throw validation('A container whose Mode is MultiModel cannot be invoked directly.');
  if (containers.filter(isMultiModel).length > 1)
    throw validation('Only one container of an inference pipeline can have the Mode MultiModel.');
}
