import type { Operation } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { pageOf } from '../page.ts';
import { versionKey } from '../records/records.ts';
import { writeConfiguration } from '../translate/configuration.ts';

/** Lists functions, and with `FunctionVersion: ALL` their versions. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions: Operation<'ListFunctions'> = (input, { call, records }) => {
  if (input.MasterRegion !== undefined)
    throw notImplemented('Listing replicas of edge functions (MasterRegion)');
  const latest = records.functions.list().map(({ row }) => row.latest);
  const versions = input.FunctionVersion === 'ALL' ? records.versions.list().map(({ row }) => row) : [];
  const keyOf = ({ name, version }: { name: string; version: string }) =>
    version === '$LATEST' ? `${name}/` : versionKey(name, version);
  const all = [...latest, ...versions].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const { items, NextMarker } = pageOf(all, keyOf, input);
  const qualified = input.FunctionVersion === 'ALL';
  return {
    Functions: items.map((row) =>
      writeConfiguration(row, {
        account: call.account,
        region: call.region,
        name: row.name,
        qualifier: qualified ? row.version : undefined,
      }),
    ),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
