import type { LambdaContext, Operation } from '../context.ts';
import { conflict, invalid } from '../faults.ts';
import { findFunction, ownName } from '../find.ts';
import { type LambdaRecords, versionKey } from '../records/records.ts';
import type { FunctionName } from '../translate/names.ts';
import { isAlias } from '../translate/names.ts';

/** Deletes a function with all that belongs to it, or one version. @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction: Operation<'DeleteFunction'> = (input, context) => {
  const name = ownName(input.FunctionName, input.Qualifier, context);
  if (name.qualifier === '$LATEST') {
    throw invalid('$LATEST version cannot be deleted without deleting the function.');
  }
  findFunction({ ...name, qualifier: undefined }, context);
  if (name.qualifier !== undefined) deleteVersion(name, name.qualifier, context);
  else {
    context.store.transaction(() => deleteAll(name.name, context.records));
    context.hosting.remove(name);
    context.hosting.collectCode();
  }
  return { StatusCode: 204 };
};

function deleteVersion(name: FunctionName, version: string, { records, hosting }: LambdaContext): void {
  if (isAlias(version)) {
    throw invalid('Deletion of aliases is not currently supported.');
  }
  const aliases = records.aliases
    .list({ prefix: `${name.name}/` })
    .filter(({ row }) => row.version === version || row.weights?.[version] !== undefined)
    .map(({ row }) => row.name);
  if (aliases.length > 0) {
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${aliases.join(', ')}]`,
    );
  }
  records.versions.delete(versionKey(name.name, version));
  records.policies.delete(`${name.name}/${version}`);
  records.eventInvokes.delete(`${name.name}/${version}`);
  records.provisioned.delete(`${name.name}/${version}`);
  hosting.remove(name, version);
  hosting.collectCode();
}

function deleteAll(name: string, records: LambdaRecords): void {
  records.functions.delete(name);
  records.policies.delete(name);
  const { versions, aliases, policies, eventInvokes, provisioned } = records;
  for (const kept of [versions, aliases, policies, eventInvokes, provisioned]) {
    for (const { key } of kept.list({ prefix: `${name}/` })) kept.delete(key);
  }
  for (const { key, row } of records.events.list()) if (row.name === name) records.events.delete(key);
}
