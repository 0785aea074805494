import type { ListModelPackageGroupsCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { pageOf } from '../paging.ts';
import { groupArn } from '../registry/names.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackageGroups.html */
export function listModelPackageGroups(
  input: InputOf<typeof ListModelPackageGroupsCommand>,
  context: Context,
): OutputOf<typeof ListModelPackageGroupsCommand> {
  if (input.CrossAccountFilterOption === 'CrossAccount') {
    throw notImplemented('CrossAccountFilterOption CrossAccount');
  }
  const all = context
    .registry(context.call)
    .groups.list()
    .map(({ row }) => row);
  const { items, NextToken } = pageOf(all, { ...input, SortOrder: input.SortOrder ?? 'Ascending' });
  const ModelPackageGroupSummaryList = items.map(({ name, createdMs, description }) => ({
    ModelPackageGroupName: name,
    ModelPackageGroupArn: groupArn(context.call, name),
    ModelPackageGroupDescription: description,
    CreationTime: new Date(createdMs),
    ModelPackageGroupStatus: 'Completed' as const,
  }));
  return { ModelPackageGroupSummaryList, NextToken };
}
