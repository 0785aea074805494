import type { LambdaContext } from './context.ts';
import { aliasNotFound, functionNotFound } from './faults.ts';
import { findVersion } from './records/records.ts';
import type { PolicyRow } from './records/rows.ts';
import { type FunctionName, functionArn, isAlias } from './translate/names.ts';

/** A resource policy as a document. */
export const policyText = ({ statements }: PolicyRow): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });

/** @throws Fault when there is no such version or alias that could have a policy */
export function checkPolicyOwner(name: FunctionName, { records }: LambdaContext): void {
  const { qualifier } = name;
  if (qualifier === undefined) return;
  if (isAlias(qualifier)) {
    if (records.aliases.get(`${name.name}/${qualifier}`)) return;
    throw qualifier.includes('$') ? functionNotFound(functionArn(name)) : aliasNotFound(functionArn(name));
  }
  if (!findVersion(records, name.name, qualifier)) throw functionNotFound(functionArn(name));
}
