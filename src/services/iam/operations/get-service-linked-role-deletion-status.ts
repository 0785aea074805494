import type { Operation } from '../context.ts';
import { invalidInput, noSuchEntity } from '../faults.ts';

/**
 * How the removal of a service-linked role went.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html
 */
export const getServiceLinkedRoleDeletionStatus: Operation<'GetServiceLinkedRoleDeletionStatus'> = (
  { DeletionTaskId },
  { records },
) => {
  const [, name] = /^task\/aws-service-role\/[^/]+\/([^/]+)\/[^/]+$/.exec(DeletionTaskId) ?? [];
  if (name === undefined) throw invalidInput(`The deletion task id ${DeletionTaskId} is not valid.`);
  if (records.roles.find(name))
    throw noSuchEntity(`Deletion task with id ${DeletionTaskId} cannot be found.`);
  return { Status: 'SUCCEEDED' };
};
