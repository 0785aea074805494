import type { Operation } from '../context.ts';
import { suits, writeLayerItem } from '../layer-versions.ts';
import { pageOf } from '../page.ts';
import { readLayerName } from '../translate/names.ts';

/** Newest first. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html */
export const listLayerVersions: Operation<'ListLayerVersions'> = (input, { call, records }) => {
  const { name } = readLayerName(input.LayerName, call);
  const all = records.layerVersions
    .list({ prefix: `${name}/` })
    .map(({ row }) => row)
    .filter((row) => suits(row, input))
    .reverse();
  const newestFirst = ({ version }: { version: number }) => String(1e12 - version).padStart(13, '0');
  const { items, NextMarker } = pageOf(all, newestFirst, input);
  return {
    LayerVersions: items.map((row) => writeLayerItem(row, call)),
    ...(NextMarker !== undefined && { NextMarker }),
  };
};
