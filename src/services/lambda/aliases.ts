import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import type { LambdaContext } from './context.ts';
import { functionNotFound, invalid } from './faults.ts';
import { findVersion } from './records/records.ts';
import type { AliasRow } from './records/rows.ts';
import { type FunctionName, functionArn } from './translate/names.ts';

/** @throws Fault when an alias leads to versions there are not, or shares them out as it must not */
export function checkAlias(row: AliasRow, name: FunctionName, { records }: LambdaContext): void {
  const others = Object.keys(row.weights ?? {});
  if (others.length > 1)
    throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  if (others.length > 0 && row.version === '$LATEST') {
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  for (const version of [row.version, ...others]) {
    if (!findVersion(records, name.name, version)) {
      throw functionNotFound(functionArn({ ...name, qualifier: version }));
    }
  }
  if (others.includes(row.version)) {
    throw invalid(
      `Invalid function version ${row.version}. Function version ${row.version} is already included in routing configuration.`,
    );
  }
}

/** An alias as AWS answers it. */
export function writeAlias(row: AliasRow, name: FunctionName): AliasConfiguration {
  return {
    AliasArn: functionArn(name),
    Name: row.name,
    FunctionVersion: row.version,
    Description: row.description,
    ...(row.weights && { RoutingConfig: { AdditionalVersionWeights: { ...row.weights } } }),
    RevisionId: row.revisionId,
  };
}
