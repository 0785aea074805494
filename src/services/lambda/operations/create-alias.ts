import { checkAlias, writeAlias } from '../aliases.ts';
import type { Operation } from '../context.ts';
import { conflict } from '../faults.ts';
import { findFunction, ownName } from '../find.ts';
import type { AliasRow } from '../records/rows.ts';
import { functionArn } from '../translate/names.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias: Operation<'CreateAlias'> = (input, context) => {
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: input.Name };
  findFunction({ ...name, qualifier: input.FunctionVersion }, context);
  const weights = input.RoutingConfig?.AdditionalVersionWeights;
  const row: AliasRow = {
    name: input.Name,
    version: input.FunctionVersion,
    description: input.Description ?? '',
    ...(weights && Object.keys(weights).length > 0 && { weights: { ...weights } }),
    revisionId: context.ids.uuid(),
  };
  checkAlias(row, name, context);
  if (!context.records.aliases.insert(`${name.name}/${row.name}`, row)) {
    throw conflict(`Alias already exists: ${functionArn(name)}`);
  }
  context.hosting.forgetAliases(name);
  return writeAlias(row, name);
};
