import type { Operation } from '../context.ts';
import { notFound } from '../faults.ts';

/**
 * Removes a service-linked role, at once.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole: Operation<'DeleteServiceLinkedRole'> = (
  { RoleName },
  { ids, records },
) => {
  const { linkedService } = records.roles.get(RoleName);
  if (linkedService === undefined) throw notFound('service-linked role', RoleName);
  records.roles.remove(RoleName);
  return { DeletionTaskId: `task/aws-service-role/${linkedService}/${RoleName}/${ids.uuid()}` };
};
