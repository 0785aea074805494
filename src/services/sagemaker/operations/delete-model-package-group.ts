import type { DeleteModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { modelPackageGroupNotEmpty } from '../faults.ts';
import { groupArn, readRegistryName, versionPrefix } from '../registry/names.ts';
import { findGroup } from '../registry/registry.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackageGroup.html */
export function deleteModelPackageGroup(
  input: InputOf<typeof DeleteModelPackageGroupCommand>,
  context: Context,
): OutputOf<typeof DeleteModelPackageGroupCommand> {
  const named = readRegistryName(input.ModelPackageGroupName, context.call);
  const registry = context.registry(named.place);
  const arn = groupArn(named.place, named.name);
  context.store.transaction(() => {
    const { name } = findGroup(registry, named);
    if (registry.packages.list({ prefix: versionPrefix(name), limit: 1 }).length > 0) {
      throw modelPackageGroupNotEmpty(arn);
    }
    registry.groups.delete(keyOf(name));
    context.tags.delete(arn);
  });
  return {};
}
