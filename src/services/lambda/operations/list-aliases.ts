import { writeAlias } from '../aliases.ts';
import type { Operation } from '../context.ts';
import { findFunction, ownName } from '../find.ts';
import { pageOf } from '../page.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases: Operation<'ListAliases'> = (input, context) => {
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: undefined };
  findFunction(name, context);
  const { FunctionVersion: version } = input;
  const all = context.records.aliases
    .list({ prefix: `${name.name}/` })
    .map(({ row }) => row)
    .filter(
      (row) => version === undefined || row.version === version || row.weights?.[version] !== undefined,
    );
  const { items, NextMarker } = pageOf(all, (row) => row.name, input);
  return {
    Aliases: items.map((row) => writeAlias(row, { ...name, qualifier: row.name })),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
