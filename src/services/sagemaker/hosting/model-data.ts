import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { Fault } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { couldNotAccessModelData, couldNotFindModelData, failureReasons } from '../faults.ts';
import { ARTIFACT_BYTES, ARTIFACT_ENTRIES, DEFAULT_DOWNLOAD_SECONDS } from '../limits.ts';
import { containersOf, type ModelRow } from '../records/model.ts';
import { type S3DataSource, sourceOf } from './s3-data-source.ts';
import { S3Reader, type S3ReaderOptions } from './s3-reader.ts';
import { unpackTarGz } from './unpack.ts';

/** An endpoint failure with SageMaker's `FailureReason`. */
export class HostingFailure extends Error {}

/** The data of one container, and who may read it. */
export interface ContainerData {
  readonly container: ContainerDefinition;
  /** Counted from 1, among the containers of its model. */
  readonly position: number;
  readonly roleArn?: string | undefined;
  /** How long it may take, seconds. */
  readonly downloadTimeoutSeconds?: number | undefined;
}

/** Model artifacts: from S3, read as the model's execution role, to a directory. */
export class ModelData {
  readonly #options: S3ReaderOptions;
  readonly #bringing = new Map<string, Promise<void>>();

  constructor(options: S3ReaderOptions) {
    this.#options = options;
  }

  /** Refuses a model whose data is not there or may not be read, as CreateModel does. */
  async check(model: ModelRow, place: Place): Promise<void> {
    for (const container of containersOf(model)) {
      const source = sourceOf(container);
      if (source) await this.#check(source, model.roleArn ?? '', place);
    }
  }

  async #check(source: S3DataSource, roleArn: string, place: Place): Promise<void> {
    const denied = () => couldNotAccessModelData(source.url, roleArn, place.region);
    const s3 = this.reader(roleArn, place);
    if (!s3) throw denied();
    try {
      if (!source.prefix) await s3.head(source);
      else if ((await s3.list(source, 1)).length === 0) throw couldNotFindModelData(source.url);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.status === 404) throw couldNotFindModelData(source.url);
      throw error.status === 403 ? denied() : error;
    }
  }

  /** S3 as a role sees it; `undefined` when the role cannot be assumed. */
  reader(roleArn: string, place: Place): S3Reader | undefined {
    return S3Reader.as(roleArn, place, this.#options);
  }

  /**
   * Brings a container's model data to `directory`, which appears only when it is whole; one that is there is kept.
   * @param closing gives it up
   * @throws HostingFailure with SageMaker's reason
   */
  bring(data: ContainerData, place: Place, directory: string, closing: AbortSignal): Promise<void> {
    const under = this.#bringing.get(directory);
    if (under) return under;
    const fetch = (part: string) => this.#fetch(data, place, part, closing);
    const work = bringWhole(directory, fetch).finally(() => this.#bringing.delete(directory));
    this.#bringing.set(directory, work);
    return work;
  }

  async #fetch(data: ContainerData, place: Place, part: string, closing: AbortSignal): Promise<void> {
    const source = sourceOf(data.container);
    if (!source) return;
    const { url } = source;
    const fail = (reason: string) => (error: unknown) =>
      Promise.reject(new HostingFailure(reason, { cause: error }));
    const seconds = data.downloadTimeoutSeconds ?? DEFAULT_DOWNLOAD_SECONDS;
    const signal = AbortSignal.any([closing, AbortSignal.timeout(seconds * 1000)]);
    const roleArn = data.roleArn ?? '';
    const s3 = this.reader(roleArn, place);
    if (!s3) throw new HostingFailure(failureReasons.role(roleArn));
    const download = fail(failureReasons.download(url, data.position));
    if (source.compressed) {
      const body = await s3.get(source, signal).catch(download);
      const limits = { bytes: ARTIFACT_BYTES, entries: ARTIFACT_ENTRIES };
      const extract = fail(failureReasons.extract(url, data.position));
      return unpackTarGz(body, part, limits, signal).catch(extract);
    }
    const keys = source.prefix ? await s3.list(source).catch(download) : [source.key];
    if (keys.length === 0) await download(new Error('there are no objects under the prefix'));
    for (const key of keys) {
      const file = join(part, source.prefix ? relativeKey(key, source.key) : basename(key));
      await mkdir(dirname(file), { recursive: true });
      const body = await s3.get({ bucket: source.bucket, key }, signal).catch(download);
      await pipeline(body, createWriteStream(file), { signal }).catch(download);
    }
  }
}

/**
 * Makes a directory that appears only when it is whole; one that is there is kept.
 * @param fill puts everything into the directory it is given
 */
export async function bringWhole(directory: string, fill: (part: string) => Promise<void>): Promise<void> {
  if (await stat(directory).catch(() => undefined)) return;
  const part = `${directory}.part`;
  await rm(part, { recursive: true, force: true });
  try {
    await mkdir(part, { recursive: true });
    await fill(part);
    await rename(part, directory);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** Where an object under a prefix belongs in the model directory; refuses a key that leads out of it. */
function relativeKey(key: string, prefix: string): string {
  const path = key.slice(prefix.lastIndexOf('/') + 1);
  if (path === '' || path.includes('\0') || path.split('/').includes('..') || path.startsWith('/')) {
    throw new HostingFailure(failureReasons.download(key));
  }
  return path;
}
