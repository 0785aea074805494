import type { UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { modelPackageDoesNotExist, validation } from '../faults.ts';
import { ADDITIONAL_SPECIFICATIONS } from '../limits.ts';
import type { ModelPackageDetails, ModelPackageRow } from '../records/model-package.ts';
import { packageArn, packageKey, readRegistryName } from '../registry/names.ts';
import { identityOf } from '../registry/registry.ts';

type Input = InputOf<typeof UpdateModelPackageCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelPackage.html */
export function updateModelPackage(
  input: Input,
  context: Context,
): OutputOf<typeof UpdateModelPackageCommand> {
  const named = readRegistryName(input.ModelPackageArn, context.call);
  const ModelPackageArn = packageArn(named.place, named);
  const { packages } = context.registry(named.place);
  const updated = packages.update(packageKey(named), (row) => changed(row, input, context));
  if (!updated) throw modelPackageDoesNotExist(ModelPackageArn);
  return { ModelPackageArn };
}

function changed(row: ModelPackageRow, input: Input, { clock, call }: Context): ModelPackageRow {
  const { ModelApprovalStatus: approval } = input;
  if (approval !== undefined && row.version === undefined) {
    throw validation('ModelApprovalStatus cannot be specified for non-versioned ModelPackages.');
  }
  return {
    ...row,
    modifiedMs: clock.now(),
    modifiedBy: identityOf(call.caller),
    ...(approval && { approval }),
    details: changedDetails(row.details, input),
  };
}

function changedDetails(details: ModelPackageDetails, input: Input): ModelPackageDetails {
  const {
    ModelPackageArn: _arn,
    ModelApprovalStatus: _approval,
    ClientToken: _token,
    CustomerMetadataProperties: put = {},
    CustomerMetadataPropertiesToRemove: remove = [],
    AdditionalInferenceSpecificationsToAdd: added = [],
    ModelCard,
    ...replaced
  } = input;
  const metadata = Object.entries({ ...details.CustomerMetadataProperties, ...put });
  const kept = metadata.filter(([key]) => put[key] !== undefined || !remove.includes(key));
  const specifications = [...(details.AdditionalInferenceSpecifications ?? []), ...added];
  refuseSpecifications(specifications.map(({ Name = '' }) => Name));
  const { CustomerMetadataProperties: _were, ...others } = details;
  return {
    ...others,
    ...replaced,
    ...(ModelCard && { ModelCard: { ...details.ModelCard, ...ModelCard } }),
    ...(kept.length > 0 && { CustomerMetadataProperties: Object.fromEntries(kept) }),
    ...(specifications.length > 0 && { AdditionalInferenceSpecifications: specifications }),
  } as ModelPackageDetails;
}

function refuseSpecifications(names: readonly string[]): void {
  if (names.length > ADDITIONAL_SPECIFICATIONS) {
    throw validation(
      `The number of AdditionalInferenceSpecifications must not exceed ${ADDITIONAL_SPECIFICATIONS}; found ${names.length}.`,
    );
  }
  const clash = names.find((name, index) => names.indexOf(name) !== index);
  if (clash !== undefined) {
    throw validation(
      `AdditionalInferenceSpecification names must be unique; found "${clash}" more than once.`,
    );
  }
}
