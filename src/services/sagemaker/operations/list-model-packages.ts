import type { ListModelPackagesCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { pageOf } from '../paging.ts';
import type { ModelPackageRow } from '../records/model-package.ts';
import { summarisePackage } from '../registry/describe.ts';
import { packageKey, readRegistryName, versionPrefix } from '../registry/names.ts';
import { findGroup } from '../registry/registry.ts';

type Input = InputOf<typeof ListModelPackagesCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackages.html */
export function listModelPackages(input: Input, context: Context): OutputOf<typeof ListModelPackagesCommand> {
  const { ModelPackageGroupName, NameContains: _name, ...page } = input;
  const named = readRegistryName(ModelPackageGroupName ?? '', context.call);
  const registry = context.registry(named.place);
  if (ModelPackageGroupName !== undefined) findGroup(registry, named);
  const prefix = ModelPackageGroupName === undefined ? '' : versionPrefix(named.name);
  const all = registry.packages
    .list({ prefix })
    .map(({ row }) => row)
    .filter((row) => isWanted(row, input))
    // Sorted by name, versions stand in their order; the name that is looked for is that of the group.
    .map((row) => ({ ...row, name: packageKey(row), row }));
  const { items, NextToken } = pageOf(all, { ...page, SortOrder: input.SortOrder ?? 'Ascending' });
  return { ModelPackageSummaryList: items.map(({ row }) => summarisePackage(named.place, row)), NextToken };
}

/** Without a group and a type, packages that stand alone are meant. */
function isWanted({ name, version, approval }: ModelPackageRow, input: Input): boolean {
  const { ModelPackageGroupName, ModelPackageType, ModelApprovalStatus, NameContains = '' } = input;
  const type = ModelPackageType ?? (ModelPackageGroupName === undefined ? 'Unversioned' : 'Versioned');
  return (
    (type === 'Both' || (type === 'Versioned') === (version !== undefined)) &&
    (ModelApprovalStatus === undefined || approval === ModelApprovalStatus) &&
    name.toLowerCase().includes(NameContains.toLowerCase())
  );
}
