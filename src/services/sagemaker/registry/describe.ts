import type { DescribeModelPackageOutput, ModelPackageSummary } from '@aws-sdk/client-sagemaker';
import type { Place } from '../arns.ts';
import type { ModelPackageRow } from '../records/model-package.ts';
import { packageArn } from './names.ts';

/** A package is there as soon as it is created: nothing validates or scans it. */
const COMPLETED = 'Completed';

/** What a package is called: a version by its group and number, any other by its name. */
const namesOf = ({ name, version }: ModelPackageRow) =>
  version === undefined
    ? { ModelPackageName: name }
    : { ModelPackageGroupName: name, ModelPackageVersion: version };

/** A package as it is told in full. */
export function describePackage(place: Place, row: ModelPackageRow): DescribeModelPackageOutput {
  return {
    ModelPackageName: undefined, // a version has none
    ...namesOf(row),
    ModelPackageArn: packageArn(place, row),
    CreationTime: new Date(row.createdMs),
    CreatedBy: { IamIdentity: row.createdBy },
    ...(row.modifiedMs !== undefined && { LastModifiedTime: new Date(row.modifiedMs) }),
    ...(row.modifiedBy && { LastModifiedBy: { IamIdentity: row.modifiedBy } }),
    ModelPackageStatus: COMPLETED,
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    CertifyForMarketplace: false,
    ...(row.approval && { ModelApprovalStatus: row.approval }),
    ...row.details,
  };
}

/** A package as lists tell it. */
export function summarisePackage(place: Place, row: ModelPackageRow): ModelPackageSummary {
  const { ModelPackageDescription, ModelPackageRegistrationType, ModelLifeCycle } = row.details;
  return {
    ...namesOf(row),
    ModelPackageArn: packageArn(place, row),
    ...(ModelPackageDescription !== undefined && { ModelPackageDescription }),
    CreationTime: new Date(row.createdMs),
    ModelPackageStatus: COMPLETED,
    ...(row.approval && { ModelApprovalStatus: row.approval }),
    ...(ModelPackageRegistrationType && { ModelPackageRegistrationType }),
    ...(ModelLifeCycle && { ModelLifeCycle }),
  };
}
