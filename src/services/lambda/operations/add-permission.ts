import type { Operation } from '../context.ts';
import { invalid, notImplemented, statementExists } from '../faults.ts';
import { checkRevision, findFunction, ownName } from '../find.ts';
import { POLICY_BYTES } from '../limits.ts';
import { checkPolicyOwner, policyText } from '../policy.ts';
import { qualifiedKey } from '../records/records.ts';
import type { StatementRow } from '../records/rows.ts';
import { functionArn } from '../translate/names.ts';
import { Fault } from '../../../wire/index.ts';

/** Lets another service or account use a function. @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation<'AddPermission'> = (input, context) => {
  const { records, ids, store } = context;
  const name = ownName(input.FunctionName, input.Qualifier, context);
  findFunction({ ...name, qualifier: undefined }, context);
  if (name.qualifier === '$LATEST') throw invalid('We currently do not support adding policies for $LATEST.');
  checkPolicyOwner(name, context);
  if (input.FunctionUrlAuthType || input.InvokedViaFunctionUrl)
    throw notImplemented('A function URL (FunctionUrlAuthType)');
  if (input.EventSourceToken) throw notImplemented('An event source token (EventSourceToken)');
  const key = qualifiedKey(name.name, name.qualifier);
  const statement: StatementRow = {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: readPrincipal(input.Principal),
    Action: input.Action,
    Resource: functionArn(name),
    ...conditionOf(input),
  };
  return store.transaction(() => {
    const old = records.policies.get(key);
    if (old) checkRevision(input.RevisionId, old.revisionId, 'GetPolicy');
    const statements = old?.statements ?? [];
    if (statements.some(({ Sid }) => Sid === statement.Sid)) throw statementExists(statement.Sid);
    const row = { revisionId: ids.uuid(), statements: [...statements, statement] };
    if (Buffer.byteLength(policyText(row)) > POLICY_BYTES) {
      throw new Fault(
        'PolicyLengthExceededException',
        400,
        `The final policy size (${Buffer.byteLength(policyText(row))}) is bigger than the limit (${POLICY_BYTES}).`,
      );
    }
    records.policies.put(key, row);
    return { Statement: JSON.stringify(statement) };
  });
};

function readPrincipal(text: string): StatementRow['Principal'] {
  if (text === '*') return '*';
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (/^arn:aws[a-zA-Z-]*:(?:iam|sts)::\d{12}:/.test(text)) return { AWS: text };
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/.test(text)) return { Service: text };
  throw invalid('The provided principal was invalid. Please check the principal and try again.');
}

function conditionOf(input: Parameters<Operation<'AddPermission'>>[0]): Pick<StatementRow, 'Condition'> {
  const equals = {
    ...(input.SourceAccount !== undefined && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
  };
  return Object.keys(condition).length > 0 ? { Condition: condition } : {};
}
