import type { Operation } from '../context.ts';
import { notFound } from '../faults.ts';
import { findFunction, ownName } from '../find.ts';
import { checkPolicyOwner, policyText } from '../policy.ts';
import { qualifiedKey } from '../records/records.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation<'GetPolicy'> = (input, context) => {
  const name = ownName(input.FunctionName, input.Qualifier, context);
  findFunction({ ...name, qualifier: undefined }, context);
  checkPolicyOwner(name, context);
  const row = context.records.policies.get(qualifiedKey(name.name, name.qualifier));
  if (!row) throw notFound('The resource you requested does not exist.');
  return { Policy: policyText(row), RevisionId: row.revisionId };
};
