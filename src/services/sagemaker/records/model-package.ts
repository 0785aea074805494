import type {
  CreateModelPackageInput,
  IamIdentity,
  ModelApprovalStatus,
  UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';

/** A group of versions of one model. */
export interface ModelPackageGroupRow {
  readonly name: string;
  readonly createdMs: number;
  readonly createdBy: IamIdentity;
  readonly description?: string;
  /** The number of the newest version there ever was; numbers are not given twice. */
  readonly lastVersion: number;
  /** Who else may use the group and its versions: a policy document. */
  readonly policy?: string;
}

/** What a package says of itself, as the caller wrote it. */
export type ModelPackageDetails = Pick<
  CreateModelPackageInput,
  | 'ModelPackageDescription'
  | 'ModelPackageRegistrationType'
  | 'InferenceSpecification'
  | 'AdditionalInferenceSpecifications'
  | 'MetadataProperties'
  | 'ModelMetrics'
  | 'Domain'
  | 'Task'
  | 'SamplePayloadUrl'
  | 'CustomerMetadataProperties'
  | 'DriftCheckBaselines'
  | 'SkipModelValidation'
  | 'SourceUri'
  | 'SecurityConfig'
  | 'ModelCard'
  | 'ModelLifeCycle'
> &
  Pick<UpdateModelPackageInput, 'ApprovalDescription'>;

/** A model package: a version within a group, or one that stands alone under a name. */
export interface ModelPackageRow {
  /** Of the group, or its own. */
  readonly name: string;
  readonly version?: number;
  readonly createdMs: number;
  readonly createdBy: IamIdentity;
  readonly modifiedMs?: number;
  readonly modifiedBy?: IamIdentity;
  /** Of versions only. */
  readonly approval?: ModelApprovalStatus;
  readonly details: ModelPackageDetails;
  /** A call with the same token made the same package. */
  readonly clientToken?: string;
}
