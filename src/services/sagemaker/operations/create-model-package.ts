import type { CreateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { modelPackageExists, validation } from '../faults.ts';
import type { ModelPackageDetails, ModelPackageRow } from '../records/model-package.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { refuseUnbuiltPackage } from '../refuse-unbuilt.ts';
import {
  packageArn,
  packageKey,
  readRegistryName,
  type RegistryName,
  versionPrefix,
} from '../registry/names.ts';
import { findGroup, identityOf } from '../registry/registry.ts';

type Input = InputOf<typeof CreateModelPackageCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html */
export function createModelPackage(
  input: Input,
  context: Context,
): OutputOf<typeof CreateModelPackageCommand> {
  refuseContradictions(input);
  refuseUnbuiltPackage(input);
  const ModelPackageArn = context.store.transaction(() =>
    input.ModelPackageGroupName === undefined
      ? insertUnversioned(input, context)
      : insertVersion(input, readRegistryName(input.ModelPackageGroupName, context.call), context),
  );
  return { ModelPackageArn };
}

function refuseContradictions(input: Input): void {
  const { ModelPackageName, ModelPackageGroupName, Tags, ModelApprovalStatus, InferenceSpecification } =
    input;
  const versioned = ModelPackageGroupName !== undefined;
  if (versioned && ModelPackageName !== undefined) {
    throw validation(
      'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
    );
  }
  if (!versioned && ModelPackageName === undefined) throw validation('Missing ARN.');
  if (versioned && Tags && Tags.length > 0) {
    throw validation(
      'Tags cannot be specified for a versioned ModelPackage. Please add tags to its ModelPackageGroup instead.',
    );
  }
  if (versioned) return;
  if (ModelApprovalStatus !== undefined) {
    throw validation('ModelApprovalStatus cannot be specified for non-versioned ModelPackages.');
  }
  if (!InferenceSpecification) {
    throw validation('One of InferenceSpecification or SourceAlgorithmSpecification must be provided.');
  }
  if (
    InferenceSpecification.Containers?.some(({ Environment }) => Object.keys(Environment ?? {}).length > 0)
  ) {
    throw validation(
      '1 validation errors detected:Environment variable map cannot be specified when using non-versioned ModelPackages',
    );
  }
}

function insertVersion(input: Input, named: RegistryName, context: Context): string {
  const registry = context.registry(named.place);
  const group = findGroup(registry, named);
  const { ClientToken } = input;
  const again = registry.packages
    .list({ prefix: versionPrefix(group.name) })
    .find(({ row }) => ClientToken !== undefined && row.clientToken === ClientToken);
  if (again) return packageArn(named.place, again.row);
  const version = group.lastVersion + 1;
  const row: ModelPackageRow = {
    ...begun(input, group.name, context),
    version,
    approval: input.ModelApprovalStatus ?? 'PendingManualApproval',
  };
  registry.groups.put(keyOf(group.name), { ...group, lastVersion: version });
  registry.packages.put(packageKey(row), row);
  return packageArn(named.place, row);
}

function insertUnversioned(input: Input, context: Context): string {
  const row = begun(input, input.ModelPackageName ?? '', context);
  const arn = packageArn(context.call, row);
  if (!context.registry(context.call).packages.insert(packageKey(row), row)) throw modelPackageExists(arn);
  addTags(context.tags, arn, tagsOf(input.Tags));
  return arn;
}

function begun(input: Input, name: string, { clock, call }: Context): ModelPackageRow {
  const {
    ModelPackageName: _name,
    ModelPackageGroupName: _group,
    ModelApprovalStatus: _approval,
    Tags: _tags,
    ClientToken: clientToken,
    CertifyForMarketplace: _market,
    ...details
  } = input;
  return {
    name,
    createdMs: clock.now(),
    createdBy: identityOf(call.caller),
    details: details satisfies ModelPackageDetails,
    ...(clientToken !== undefined && { clientToken }),
  };
}
