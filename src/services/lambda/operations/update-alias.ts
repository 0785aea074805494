import { checkAlias, writeAlias } from '../aliases.ts';
import type { Operation } from '../context.ts';
import { notFound } from '../faults.ts';
import { checkRevision, ownName } from '../find.ts';
import type { AliasRow } from '../records/rows.ts';
import { functionArn } from '../translate/names.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias: Operation<'UpdateAlias'> = (input, context) => {
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: input.Name };
  const key = `${name.name}/${input.Name}`;
  const old = context.records.aliases.get(key);
  if (!old) throw notFound(`Alias not found: ${functionArn(name)}`);
  checkRevision(input.RevisionId, old.revisionId);
  const weights = input.RoutingConfig ? input.RoutingConfig.AdditionalVersionWeights : old.weights;
  const { weights: _, ...rest } = old;
  const row: AliasRow = {
    ...rest,
    version: input.FunctionVersion ?? old.version,
    description: input.Description ?? old.description,
    ...(weights && Object.keys(weights).length > 0 && { weights: { ...weights } }),
    revisionId: context.ids.uuid(),
  };
  checkAlias(row, name, context);
  context.records.aliases.put(key, row);
  context.hosting.forgetAliases(name);
  context.hosting.provision(name);
  return writeAlias(row, name);
};
