import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchedModel, MultiModelSpec } from '../../../engine/endpoints/index.ts';
import { Fault } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { couldNotAccessModelData } from '../faults.ts';
import { ARTIFACT_BYTES, ARTIFACT_ENTRIES, TARGET_MODEL_LOAD_MS } from '../limits.ts';
import { bringWhole, type ContainerData, type ModelData } from './model-data.ts';
import { sourceOf } from './s3-data-source.ts';
import type { S3Location } from './s3-location.ts';
import { unpackTarGz } from './unpack.ts';

const missing = ({ bucket, key }: S3Location): FetchedModel => ({
  kind: 'missing',
  reason:
    `Failed to download model data(bucket: ${bucket}, key: ${key}). Please ensure that there is an object located at the ` +
    'URL and that the role passed to CreateModel has permissions to download the model.',
});

const broken = ({ bucket, key }: S3Location): FetchedModel => ({
  kind: 'missing',
  reason:
    `Failed to extract model data(bucket: ${bucket}, key: ${key}). Please ensure that the object located at the URL is a ` +
    'valid tar.gz archive.',
});

/**
 * The models of a container that serves many: archives below the prefix that its model names.
 * @param diskBytes what the artifacts of one instance may take
 */
export function multiModelSpec(
  data: ContainerData,
  place: Place,
  directory: string,
  diskBytes: number,
  modelData: ModelData,
): MultiModelSpec {
  const { container, roleArn = '' } = data;
  const source = sourceOf(container);
  return {
    directory,
    diskBytes,
    cache: container.MultiModelConfig?.ModelCacheSetting !== 'Disabled',
    loadTimeoutMs: TARGET_MODEL_LOAD_MS,
    async fetch(model, path, signal) {
      const prefix = source?.key ?? '';
      const location = { bucket: source?.bucket ?? '', key: joinKey(prefix, model) };
      const s3 = modelData.reader(roleArn, place);
      if (!s3) {
        return {
          kind: 'missing',
          reason: couldNotAccessModelData(source?.url ?? '', roleArn, place.region).message,
        };
      }
      try {
        const body = await s3.get(location, signal);
        const limits = { bytes: Math.min(ARTIFACT_BYTES, diskBytes), entries: ARTIFACT_ENTRIES };
        await bringWhole(path, (part) => unpackTarGz(body, part, limits, signal));
      } catch (error) {
        await rm(path, { recursive: true, force: true });
        return error instanceof Fault ? missing(location) : broken(location);
      }
      return { kind: 'fetched', bytes: await bytesOf(path) };
    },
  };
}

const joinKey = (prefix: string, model: string): string =>
  `${prefix}${prefix === '' || prefix.endsWith('/') ? '' : '/'}${model.replace(/^\/+/, '')}`;

async function bytesOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
