import type { LambdaContext } from './context.ts';
import { accessDenied, functionNotFound, wrongRevision } from './faults.ts';
import { findVersion } from './records/records.ts';
import type { AliasRow, FunctionRow, VersionRow } from './records/rows.ts';
import { type FunctionName, functionArn, isAlias, readName } from './translate/names.ts';

/**
 * Reads the name of a function of the caller's own account.
 * @throws Fault for another account's: only invoking goes across accounts here
 */
export function ownName(text: string, qualifier: string | undefined, { call }: LambdaContext): FunctionName {
  const name = readName(text, qualifier, call);
  if (name.account !== call.account) {
    throw accessDenied(
      `User: ${call.caller.arn} is not authorized to perform: lambda:${call.operation} on resource: ${functionArn(name)}`,
    );
  }
  return name;
}

/** The function of that name. @throws Fault when there is none */
export function findFunction(name: FunctionName, { records }: LambdaContext): FunctionRow {
  const row = records.functions.get(name.name);
  if (!row) throw functionNotFound(functionArn(name));
  return row;
}

/** A version, as a number or through an alias. */
export interface Found {
  readonly row: VersionRow;
  readonly alias?: AliasRow;
}

/** The version that a qualifier means; without one, `$LATEST`. @throws Fault when there is none */
export function findQualified(name: FunctionName, { records }: LambdaContext): Found {
  const { qualifier } = name;
  const alias =
    qualifier !== undefined && isAlias(qualifier)
      ? records.aliases.get(`${name.name}/${qualifier}`)
      : undefined;
  const version = alias ? alias.version : (qualifier ?? '$LATEST');
  const row = findVersion(records, name.name, version);
  if (!row) throw functionNotFound(functionArn(name));
  return { row, ...(alias && { alias }) };
}

/** @throws Fault when the caller has seen an older revision than that there is */
export function checkRevision(
  given: string | undefined,
  current: string,
  call = 'GetFunction/GetAlias',
): void {
  if (given !== undefined && given !== current) throw wrongRevision(call);
}
