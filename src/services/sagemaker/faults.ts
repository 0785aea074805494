import { Fault } from '../../wire/index.ts';

/** Errors of SageMaker, in its words. Most are `ValidationException`, also what other services call not found or conflict. */

/** 400: the request cannot be done as it is. */
export const validation = (message: string): Fault => new Fault('ValidationException', 400, message);

/** 501: a setting that is not built, which would otherwise be kept and do nothing. */
export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);

export const couldNotFindModel = (arn: string): Fault => validation(`Could not find model "${arn}".`);
export const couldNotFindEndpointConfig = (arn: string): Fault =>
  validation(`Could not find endpoint configuration "${arn}".`);
export const couldNotFindEndpoint = (arn: string): Fault => validation(`Could not find endpoint "${arn}".`);
export const couldNotFindComponent = (arn: string): Fault =>
  validation(`Could not find inference component "${arn}".`);
export const couldNotFindResource = (arn: string): Fault => validation(`Could not find resource "${arn}".`);

export const modelExists = (arn: string): Fault =>
  validation(`Cannot create already existing model "${arn}".`);
export const endpointConfigExists = (arn: string): Fault =>
  validation(`Cannot create already existing endpoint configuration "${arn}".`);
export const endpointExists = (arn: string): Fault =>
  validation(`Cannot create already existing endpoint "${arn}".`);

export const componentExists = (arn: string): Fault =>
  validation(`Cannot create already existing inference component "${arn}".`);
/** The component is being created, updated or deleted. */
export const componentInProgress = (arn: string): Fault =>
  validation(`Cannot update in-progress inference component "${arn}".`);

/** The endpoint is being created, updated or deleted. */
export const endpointInProgress = (arn: string): Fault =>
  validation(`Cannot update in-progress endpoint "${arn}".`);
export const endpointFailed = (arn: string): Fault => validation(`Cannot update failed endpoint "${arn}".`);

export const modelPackageGroupExists = (arn: string): Fault =>
  validation(`Model Package Group already exists: ${arn}`);
export const modelPackageGroupDoesNotExist = (arn: string): Fault =>
  validation(`ModelPackageGroup ${arn} does not exist.`);
/** As the operations on the group's policy say it. */
export const cannotFindModelPackageGroup = (arn: string): Fault =>
  validation(`Cannot find Model Package Group: ${arn}`);
export const cannotFindResourcePolicy = (arn: string): Fault =>
  validation(`Cannot find resource policy for: ${arn}`);
/** 400: something stands in the way of a change to the registry. */
export const modelPackageGroupNotEmpty = (arn: string): Fault =>
  new Fault(
    'ConflictException',
    400,
    `Model Package Group cannot be deleted while it has Model Packages: ${arn}`,
  );
export const modelPackageExists = (arn: string): Fault => validation(`Model Package already exists: ${arn}`);
export const modelPackageDoesNotExist = (arn: string): Fault =>
  validation(`ModelPackage ${arn} does not exist.`);
export const modelPackageNotApproved = (arn: string): Fault =>
  validation(
    `ModelPackage ${arn} cannot be used to create a model: its ModelApprovalStatus is not Approved.`,
  );

export const variantsNotPresent = (names: readonly string[], configName: string): Fault =>
  validation(
    `The variant name(s) "${names.join(', ')}" is/are not present within endpoint configuration "${configName}".`,
  );

export const alarmsNotFound = (names: readonly string[]): Fault =>
  validation(`Could not find CloudWatch alarm(s): [${names.join(', ')}].`);

export const couldNotFindModelData = (url: string): Fault =>
  validation(`Could not find model data at ${url}.`);

export const couldNotAccessModelData = (url: string, roleArn: string, region: string): Fault =>
  validation(
    `Could not access model data at ${url}. Please ensure that the role "${roleArn}" exists and that its trust ` +
      'relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". ' +
      `Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${region}. ` +
      'If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.',
  );

/** 400: a quota of the account. @see https://docs.aws.amazon.com/general/latest/gr/sagemaker.html */
export const instanceLimitExceeded = (type: string, limit: number, used: number, delta: number): Fault =>
  new Fault(
    'ResourceLimitExceeded',
    400,
    `The account-level service limit '${type} for endpoint usage' is ${limit} Instances, with current utilization of ` +
      `${used} Instances and a request delta of ${delta} Instances. Please use AWS Service Quotas to request an increase ` +
      'for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.',
  );

/** Why an endpoint failed, as `FailureReason` says it. */
export const failureReasons = {
  download: (url: string, position = 1): string =>
    `Failed to download model data for container "container_${position}" from URL: "${url}". Please ensure that there is an ` +
    'object located at the URL and that the role passed to CreateModel has permissions to download the object.',
  extract: (url: string, position = 1): string =>
    `Failed to extract model data archive for container "container_${position}" from URL "${url}". Please ensure that the object ` +
    'located at the URL is a valid tar.gz archive.',
  image: (variant: string): string =>
    `Please make sure all images included in the model for the production variant ${variant} exist, and that the ` +
    'execution role used to create the model has permissions to access them.',
  role: (roleArn: string): string =>
    `The role "${roleArn}" cannot be assumed. Please ensure that the role exists and that its trust relationship policy ` +
    'allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".',
  /** Instances did not come up; what the engine says stands in brackets. */
  start: (
    variant: string,
    {
      cause,
      reason,
      container,
    }: { readonly cause: string; readonly reason: string; readonly container?: string | undefined },
  ): string => {
    const said = cause === 'machine-full' ? failureReasons.capacity : failureReasons.ping(variant, container);
    return `${said} (${reason})`;
  },
  capacity:
    'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a ' +
    'different ML instance type or after some time.',
  alarms: (names: readonly string[]): string =>
    `One or more alarms configured for automatic rollback have gone into ALARM status: [${names.join(', ')}].`,
  timedOut: (seconds: number): string =>
    `The deployment did not complete within MaximumExecutionTimeoutInSeconds (${seconds} seconds).`,
  rollback: (reason: string, why: string): string =>
    `${reason} The rollback to the previous endpoint configuration failed: ${why}`,
  /** @param container which of several */
  ping: (variant: string, container = 'primary container'): string =>
    `The ${container} for production variant ${variant} did not pass the ping health check. Please check ` +
    'CloudWatch logs for this endpoint.',
};
