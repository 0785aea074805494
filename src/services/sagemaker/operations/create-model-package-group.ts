import type { CreateModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { modelPackageGroupExists, notImplemented } from '../faults.ts';
import type { ModelPackageGroupRow } from '../records/model-package.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { groupArn } from '../registry/names.ts';
import { identityOf } from '../registry/registry.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackageGroup.html */
export function createModelPackageGroup(
  input: InputOf<typeof CreateModelPackageGroupCommand>,
  context: Context,
): OutputOf<typeof CreateModelPackageGroupCommand> {
  const { ModelPackageGroupName: name, ModelPackageGroupDescription: description } = input;
  if (input.ManagedConfiguration) throw notImplemented('ManagedConfiguration');
  const ModelPackageGroupArn = groupArn(context.call, name);
  const row: ModelPackageGroupRow = {
    name,
    createdMs: context.clock.now(),
    createdBy: identityOf(context.call.caller),
    lastVersion: 0,
    ...(description !== undefined && { description }),
  };
  const tags = tagsOf(input.Tags);
  context.store.transaction(() => {
    if (!context.registry(context.call).groups.insert(keyOf(name), row)) {
      throw modelPackageGroupExists(ModelPackageGroupArn);
    }
    addTags(context.tags, ModelPackageGroupArn, tags);
  });
  return { ModelPackageGroupArn };
}
