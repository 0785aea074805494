import type { Operation } from '../context.ts';
import { notFound } from '../faults.ts';
import { checkRevision, ownName } from '../find.ts';
import { qualifiedKey } from '../records/records.ts';
import { functionArn } from '../translate/names.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission: Operation<'RemovePermission'> = (input, context) => {
  const { records, ids } = context;
  const name = ownName(input.FunctionName, input.Qualifier, context);
  if (!records.functions.get(name.name)) throw notFound(`No policy found for: ${functionArn(name)}`);
  const key = qualifiedKey(name.name, name.qualifier);
  const old = records.policies.get(key);
  if (!old) throw notFound('No policy is associated with the given resource.');
  const statements = old.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === old.statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  checkRevision(input.RevisionId, old.revisionId, 'GetPolicy');
  if (statements.length === 0) records.policies.delete(key);
  else records.policies.put(key, { revisionId: ids.uuid(), statements });
  return {};
};
