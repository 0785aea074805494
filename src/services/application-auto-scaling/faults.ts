import { Fault } from '../../wire/index.ts';
import type { TargetKey } from './records/target.ts';

/** Errors of Application Auto Scaling, in its words. */

/** 400: the request cannot be done as it is. */
export const validation = (message: string): Fault => new Fault('ValidationException', 400, message);

/** 501: what is not built. */
export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);

export const unsupported = (): Fault =>
  validation('Unsupported service namespace, resource type or scalable dimension');

const named = ({ namespace, resourceId, dimension }: TargetKey): string =>
  `service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`;

const notFound = (message: string): Fault => new Fault('ObjectNotFoundException', 400, message);

/** To operations that need a target. */
export const noTargetRegistered = (key: TargetKey): Fault =>
  notFound(`No scalable target registered for ${named(key)}`);
/** To the operation that takes it away. */
export const noTargetFound = (key: TargetKey): Fault =>
  notFound(`No scalable target found for ${named(key)}`);
export const noPolicyFound = (key: TargetKey, name: string): Fault =>
  notFound(`No scaling policy found for ${named(key)}, policy name: ${name}`);
export const noScheduledActionFound = (key: TargetKey, name: string): Fault =>
  notFound(`No scheduled action found for ${named(key)}, scheduled action name: ${name}`);

/** To operations on tags. */
export const noSuchResource = (arn: string): Fault =>
  new Fault('ResourceNotFoundException', 400, `The specified resource ${arn} was not found.`, {
    members: { ResourceName: arn },
  });

export const tooManyTags = (arn: string): Fault =>
  new Fault('TooManyTagsException', 400, 'The number of tags exceeds the maximum allowed for a resource.', {
    members: { ResourceName: arn },
  });

export const limitExceeded = (message: string): Fault => new Fault('LimitExceededException', 400, message);

export const invalidToken = (): Fault =>
  new Fault('InvalidNextTokenException', 400, 'The next token supplied was invalid.');

/** CloudWatch refused what a policy needs of it. */
export const failedAccess = (message: string): Fault =>
  new Fault('FailedResourceAccessException', 400, message);
