import type { Operation } from '../context.ts';
import { checkManagedDocument } from '../customer-policy.ts';
import { quotaExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { newEntity } from '../new-entity.ts';
import { entityArn } from '../records/rows.ts';
import { newTags } from '../tags.ts';
import { toPolicy } from '../translate/entities.ts';

/**
 * Makes a managed policy with its first version.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export const createPolicy: Operation<'CreatePolicy'> = (input, context) => {
  const { account, records } = context;
  checkManagedDocument(context, input.PolicyDocument);
  if (records.policies.count() >= limits.policies) throw quotaExceeded('PoliciesPerAccount', limits.policies);
  const entity = newEntity(context, 'ANPA', input.PolicyName, input.Path);
  const row = {
    ...entity,
    ...(input.Description !== undefined && { description: input.Description }),
    tags: newTags(input.Tags),
    versions: [{ id: 'v1', document: input.PolicyDocument, createMs: entity.createMs }],
    defaultVersion: 'v1',
    versionCount: 1,
    updateMs: entity.createMs,
  };
  records.policies.insert(row);
  const arn = entityArn(account, 'policy', row);
  return { Policy: toPolicy({ arn, aws: false, row }, { attachments: 0, boundaries: 0 }) };
};
