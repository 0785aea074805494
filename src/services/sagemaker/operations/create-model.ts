import type { CreateModelCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { modelExists, validation } from '../faults.ts';
import { sourceOf } from '../hosting/s3-data-source.ts';
import type { ModelRow } from '../records/model.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { refuseUnbuiltContainer, refuseUnbuiltModel } from '../refuse-unbuilt.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
export async function createModel(
  input: InputOf<typeof CreateModelCommand>,
  context: Context,
): Promise<OutputOf<typeof CreateModelCommand>> {
  const ModelArn = arnOf(context.call, 'model', input.ModelName);
  const key = keyOf(input.ModelName);
  const row = rowOf(input, context.clock.now());
  const tags = tagsOf(input.Tags);
  if (context.models.get(key)) throw modelExists(ModelArn);
  await context.modelData.check(row, context.call);
  context.store.transaction(() => {
    if (!context.models.insert(key, row)) throw modelExists(ModelArn);
    addTags(context.tags, ModelArn, tags);
  });
  return { ModelArn };
}

function rowOf(input: InputOf<typeof CreateModelCommand>, createdMs: number): ModelRow {
  if (input.PrimaryContainer && input.Containers) {
    throw validation(
      'Both PrimaryContainer and Containers cannot be provided. Please provide only one of them.',
    );
  }
  refuseUnbuiltModel(input);
  const container = input.PrimaryContainer ?? input.Containers?.[0];
  if (!container) throw validation('Either PrimaryContainer or Containers must be provided.');
  refuseUnbuiltContainer(container);
  if (container.Image === undefined)
    throw validation('A container definition must have an Image or a ModelPackageName.');
  const source = sourceOf(container);
  if (source && input.ExecutionRoleArn === undefined) {
    throw validation('ExecutionRoleArn must be provided for a model with model data.');
  }
  return {
    name: input.ModelName,
    createdMs,
    container,
    form: input.PrimaryContainer ? 'primary' : 'containers',
    ...(input.ExecutionRoleArn !== undefined && { roleArn: input.ExecutionRoleArn }),
  };
}
