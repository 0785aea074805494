import type { DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { describePackage } from '../registry/describe.ts';
import { readRegistryName } from '../registry/names.ts';
import { findPackage } from '../registry/registry.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html */
export function describeModelPackage(
  input: InputOf<typeof DescribeModelPackageCommand>,
  context: Context,
): OutputOf<typeof DescribeModelPackageCommand> {
  const named = readRegistryName(input.ModelPackageName, context.call);
  return describePackage(named.place, findPackage(context.registry(named.place), named));
}
