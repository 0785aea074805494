import type {
  BatchDescribeModelPackageCommand,
  BatchDescribeModelPackageError,
  BatchDescribeModelPackageSummary,
} from '@aws-sdk/client-sagemaker';
import { Fault, type InputOf, type OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { validation } from '../faults.ts';
import { summarisePackage } from '../registry/describe.ts';
import { readRegistryName } from '../registry/names.ts';
import { findPackage } from '../registry/registry.ts';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchDescribeModelPackage.html */
export function batchDescribeModelPackage(
  { ModelPackageArnList }: InputOf<typeof BatchDescribeModelPackageCommand>,
  context: Context,
): OutputOf<typeof BatchDescribeModelPackageCommand> {
  const ModelPackageSummaries: Record<string, BatchDescribeModelPackageSummary> = {};
  const BatchDescribeModelPackageErrorMap: Record<string, BatchDescribeModelPackageError> = {};
  for (const arn of ModelPackageArnList) {
    try {
      ModelPackageSummaries[arn] = summaryAt(arn, context);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      BatchDescribeModelPackageErrorMap[arn] = { ErrorCode: error.code, ErrorResponse: error.message };
    }
  }
  return { ModelPackageSummaries, BatchDescribeModelPackageErrorMap };
}

function summaryAt(arn: string, context: Context): BatchDescribeModelPackageSummary {
  const named = readRegistryName(arn, context.call);
  if (named.version === undefined) throw validation(`ModelPackage ${arn} is not a versioned ModelPackage.`);
  const row = findPackage(context.registry(named.place), named);
  const { ModelPackageName: _none, ModelLifeCycle: _cycle, ...summary } = summarisePackage(named.place, row);
  return {
    ...summary,
    ModelPackageGroupName: row.name,
    InferenceSpecification: row.details.InferenceSpecification,
  };
}
