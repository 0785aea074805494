import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../context.ts';
import { accessDenied, notImplemented } from '../faults.ts';
import { writeLayerVersion } from '../layer-versions.ts';
import { versionKey } from '../records/records.ts';
import type { LayerVersionRow } from '../records/rows.ts';
import { readLayerName } from '../translate/names.ts';
import { withCode } from '../upload.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const publishLayerVersion: Operation<'PublishLayerVersion'> = async (input, context) => {
  const { call, records, store, clock, code: codes } = context;
  const name = readLayerName(input.LayerName, call);
  if (name.account !== call.account) throw accessDenied(`${input.LayerName} is another account's`);
  return withCode(input.Content, context, (code) => {
    if (existsSync(join(codes.directory(code.id), 'extensions'))) {
      throw notImplemented('A layer with external extensions (extensions/)');
    }
    const row = store.transaction(() => {
      const version = records.layers.get(name.name)?.nextVersion ?? 1;
      const made: LayerVersionRow = {
        name: name.name,
        version,
        description: input.Description ?? '',
        ...(input.CompatibleRuntimes && { runtimes: input.CompatibleRuntimes }),
        ...(input.CompatibleArchitectures && { architectures: input.CompatibleArchitectures }),
        ...(input.LicenseInfo !== undefined && { licence: input.LicenseInfo }),
        code,
        createdMs: clock.now(),
      };
      records.layers.put(name.name, { nextVersion: version + 1 });
      records.layerVersions.put(versionKey(name.name, version), made);
      return made;
    });
    return writeLayerVersion(row, context);
  });
};
