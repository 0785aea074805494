import type { DeleteModelPackageCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { packageArn, packageKey, readRegistryName } from '../registry/names.ts';
import { findPackage } from '../registry/registry.ts';

/**
 * Models made of the package keep what they have of it.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModelPackage.html
 */
export function deleteModelPackage(
  input: InputOf<typeof DeleteModelPackageCommand>,
  context: Context,
): OutputOf<typeof DeleteModelPackageCommand> {
  const named = readRegistryName(input.ModelPackageName, context.call);
  const registry = context.registry(named.place);
  context.store.transaction(() => {
    const row = findPackage(registry, named);
    registry.packages.delete(packageKey(row));
    context.tags.delete(packageArn(named.place, row));
  });
  return {};
}
