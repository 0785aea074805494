import type {
  Architecture,
  GetLayerVersionResponse,
  LayerVersionsListItem,
  Runtime,
} from '@aws-sdk/client-lambda';
import type { LambdaContext } from './context.ts';
import { accessDenied, invalid, layerNotFound } from './faults.ts';
import { versionKey } from './records/records.ts';
import type { LayerVersionRow } from './records/rows.ts';
import { writeTime } from './translate/configuration.ts';
import { layerArn, readLayerName } from './translate/names.ts';

/** A version of a layer by name and number. @throws Fault when there is none */
export function findLayerVersion(
  text: string,
  version: number,
  { call, records }: LambdaContext,
): LayerVersionRow {
  if (version < 1) throw invalid('Layer Version Cannot be less than 1');
  const { account, name } = readLayerName(text, call);
  if (account !== call.account) throw accessDenied(`${text} is another account's`);
  const row = records.layerVersions.get(versionKey(name, version));
  if (!row) throw layerNotFound();
  return row;
}

/** A version of a layer in a list. */
export function writeLayerItem(
  row: LayerVersionRow,
  { account, region }: LambdaContext['call'],
): LayerVersionsListItem {
  return {
    LayerVersionArn: layerArn({ account, region, name: row.name, version: row.version }),
    Version: row.version,
    Description: row.description,
    CreatedDate: writeTime(row.createdMs),
    ...(row.runtimes && { CompatibleRuntimes: [...row.runtimes] as Runtime[] }),
    ...(row.architectures && { CompatibleArchitectures: [...row.architectures] as Architecture[] }),
    ...(row.licence !== undefined && { LicenseInfo: row.licence }),
  };
}

/** A version of a layer with its content. */
export function writeLayerVersion(row: LayerVersionRow, context: LambdaContext): GetLayerVersionResponse {
  const { call, codeLocation } = context;
  return {
    ...writeLayerItem(row, call),
    LayerArn: layerArn({ account: call.account, region: call.region, name: row.name, version: undefined }),
    Content: {
      Location: codeLocation(row.code.id, call.endpoint),
      CodeSha256: row.code.sha256,
      CodeSize: row.code.zippedBytes,
    },
  };
}

/** Whether a version of a layer says that it suits. What says nothing does not. */
export const suits = (
  row: LayerVersionRow,
  {
    CompatibleRuntime,
    CompatibleArchitecture,
  }: { CompatibleRuntime?: string | undefined; CompatibleArchitecture?: string | undefined },
): boolean =>
  (CompatibleRuntime === undefined || (row.runtimes?.includes(CompatibleRuntime) ?? false)) &&
  (CompatibleArchitecture === undefined || (row.architectures?.includes(CompatibleArchitecture) ?? false));
