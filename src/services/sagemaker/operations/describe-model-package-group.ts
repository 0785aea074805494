import type { DescribeModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { groupArn, readRegistryName } from '../registry/names.ts';
import { findGroup } from '../registry/registry.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackageGroup.html */
export function describeModelPackageGroup(
  input: InputOf<typeof DescribeModelPackageGroupCommand>,
  context: Context,
): OutputOf<typeof DescribeModelPackageGroupCommand> {
  const named = readRegistryName(input.ModelPackageGroupName, context.call);
  const row = findGroup(context.registry(named.place), named);
  return {
    ModelPackageGroupName: row.name,
    ModelPackageGroupArn: groupArn(named.place, row.name),
    ModelPackageGroupDescription: row.description,
    CreationTime: new Date(row.createdMs),
    CreatedBy: { IamIdentity: row.createdBy },
    ModelPackageGroupStatus: 'Completed',
  };
}
