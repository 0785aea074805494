import type { GetProvisionedConcurrencyConfigCommandOutput } from '@aws-sdk/client-lambda';
import type { LambdaContext } from './context.ts';
import { conflict, invalid } from './faults.ts';
import { findQualified, ownName } from './find.ts';
import { qualifiedKey } from './records/records.ts';
import type { AliasRow, ProvisionedRow, VersionRow } from './records/rows.ts';
import { type FunctionName, functionArn } from './translate/names.ts';

/** A version or an alias that workers are provisioned for. */
export interface ProvisionedOwner {
  readonly name: FunctionName & { readonly qualifier: string };
  /** The key of its record. */
  readonly key: string;
  /** What it leads to now. */
  readonly version: VersionRow;
  readonly alias?: AliasRow;
}

/** @throws Fault when there is no such version or alias, or when it is `$LATEST` */
export function provisionedOwner(
  functionName: string,
  qualifier: string,
  context: LambdaContext,
): ProvisionedOwner {
  const name = { ...ownName(functionName, qualifier, context), qualifier };
  const { row, alias } = findQualified(name, context);
  if (row.version === '$LATEST') {
    throw invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  return { name, key: qualifiedKey(name.name, qualifier), version: row, ...(alias && { alias }) };
}

/** @throws Fault when a version and an alias that leads to it would both have workers provisioned */
export function refuseTwice({ name, version, alias }: ProvisionedOwner, { records }: LambdaContext): void {
  const { provisioned, aliases } = records;
  if (alias) {
    const versions = [version.version, ...Object.keys(alias.weights ?? {})];
    if (versions.some((number) => provisioned.get(`${name.name}/${number}`)))
      throw conflict(
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
      );
    return;
  }
  for (const { key, row } of aliases.list({ prefix: `${name.name}/` })) {
    const leadsHere = row.version === version.version || row.weights?.[version.version] !== undefined;
    if (leadsHere && provisioned.get(key))
      throw conflict('Version is pointed by a Provisioned Concurrency alias');
  }
}

/** The state of what is provisioned, as AWS answers it. */
export function writeProvisioned(
  row: ProvisionedRow,
  { name, version, alias }: Omit<ProvisionedOwner, 'key'>,
  { hosting }: LambdaContext,
): Omit<GetProvisionedConcurrencyConfigCommandOutput, '$metadata'> {
  const versions = [version.version, ...Object.keys(alias?.weights ?? {})];
  const standing = versions.map((number) => hosting.provisioned(name, number));
  const up = Math.min(
    row.requested,
    standing.reduce((sum, one) => sum + one.up, 0),
  );
  const failure = standing.find((one) => one.failure !== undefined)?.failure;
  const status = up >= row.requested ? 'READY' : failure === undefined ? 'IN_PROGRESS' : 'FAILED';
  return {
    RequestedProvisionedConcurrentExecutions: row.requested,
    AvailableProvisionedConcurrentExecutions: up,
    AllocatedProvisionedConcurrentExecutions: up,
    Status: status,
    ...(status === 'FAILED' && { StatusReason: failure }),
    LastModified: new Date(row.modifiedMs).toISOString().replace('Z', '+0000'),
  };
}

/** The ARN of an owner, for lists. */
export const provisionedArn = ({ name }: Pick<ProvisionedOwner, 'name'>): string => functionArn(name);
