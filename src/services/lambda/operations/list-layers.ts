import type { Operation } from '../context.ts';
import { suits, writeLayerItem } from '../layer-versions.ts';
import { pageOf } from '../page.ts';
import type { LayerVersionRow } from '../records/rows.ts';
import { layerArn } from '../translate/names.ts';

/** Each layer with its newest version that suits. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html */
export const listLayers: Operation<'ListLayers'> = (input, { call, records }) => {
  const newest = new Map<string, LayerVersionRow>();
  for (const { row } of records.layerVersions.list()) if (suits(row, input)) newest.set(row.name, row);
  const { items, NextMarker } = pageOf([...newest.values()], (row) => row.name, input);
  return {
    Layers: items.map((row) => ({
      LayerName: row.name,
      LayerArn: layerArn({ account: call.account, region: call.region, name: row.name, version: undefined }),
      LatestMatchingVersion: writeLayerItem(row, call),
    })),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
