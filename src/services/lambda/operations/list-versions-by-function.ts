import type { Operation } from '../context.ts';
import { findFunction, ownName } from '../find.ts';
import { pageOf } from '../page.ts';
import { versionKey } from '../records/records.ts';
import { writeConfiguration } from '../translate/configuration.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction: Operation<'ListVersionsByFunction'> = (input, context) => {
  const name = ownName(input.FunctionName, undefined, context);
  const { latest } = findFunction(name, context);
  const versions = context.records.versions.list({ prefix: `${name.name}/` }).map(({ row }) => row);
  const keyOf = ({ version }: { version: string }) => (version === '$LATEST' ? '' : versionKey('', version));
  const { items, NextMarker } = pageOf([latest, ...versions], keyOf, input);
  return {
    Versions: items.map((row) => writeConfiguration(row, { ...name, qualifier: row.version })),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
