import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Caller, Fault, type InsideClient } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { couldNotAccessModelData, couldNotFindModelData, failureReasons } from '../faults.ts';
import { ARTIFACT_BYTES, ARTIFACT_ENTRIES, DEFAULT_DOWNLOAD_SECONDS } from '../limits.ts';
import type { DeployedVariant } from '../records/endpoint.ts';
import type { ModelRow } from '../records/model.ts';
import { PRINCIPAL, type Roles, SESSION_NAME } from '../roles.ts';
import { type S3DataSource, sourceOf } from './s3-data-source.ts';
import { unpackTarGz } from './unpack.ts';

/** What model data is brought with. */
export interface ModelDataOptions {
  readonly inside: InsideClient;
  readonly roles: Roles;
}

type Body = Readable | Uint8Array | AsyncIterable<Uint8Array>;
interface Listing {
  readonly Contents?: readonly { readonly Key?: string }[];
  readonly NextContinuationToken?: string;
}

/** An endpoint failure with SageMaker's `FailureReason`. */
export class HostingFailure extends Error {}

/** Model artifacts: from S3, read as the model's execution role, to a directory. */
export class ModelData {
  readonly #options: ModelDataOptions;
  readonly #bringing = new Map<string, Promise<void>>();

  constructor(options: ModelDataOptions) {
    this.#options = options;
  }

  /** Refuses a model whose data is not there or may not be read, as CreateModel does. */
  async check(model: ModelRow, place: Place): Promise<void> {
    const source = sourceOf(model.container);
    if (!source) return;
    const roleArn = model.roleArn ?? '';
    const denied = () => couldNotAccessModelData(source.url, roleArn, place.region);
    const caller = this.#caller(roleArn);
    if (!caller) throw denied();
    try {
      if (!source.prefix)
        await this.#s3(caller, place, 'HeadObject', { Bucket: source.bucket, Key: source.key });
      else if ((await this.#list(caller, place, source, 1)).length === 0)
        throw couldNotFindModelData(source.url);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.status === 404) throw couldNotFindModelData(source.url);
      throw error.status === 403 ? denied() : error;
    }
  }

  /**
   * Brings a variant's model data to `directory`, which appears only when it is whole; one that is there is kept.
   * @param closing gives it up
   * @throws HostingFailure with SageMaker's reason
   */
  bring(variant: DeployedVariant, place: Place, directory: string, closing: AbortSignal): Promise<void> {
    const under = this.#bringing.get(directory);
    if (under) return under;
    const work = this.#bring(variant, place, directory, closing).finally(() =>
      this.#bringing.delete(directory),
    );
    this.#bringing.set(directory, work);
    return work;
  }

  async #bring(
    variant: DeployedVariant,
    place: Place,
    directory: string,
    closing: AbortSignal,
  ): Promise<void> {
    if (await stat(directory).catch(() => undefined)) return;
    const source = sourceOf(variant.model.container);
    const part = `${directory}.part`;
    await rm(part, { recursive: true, force: true });
    try {
      await mkdir(part, { recursive: true });
      if (source) await this.#fetch(variant, place, source, part, closing);
      await rename(part, directory);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  }

  async #fetch(
    variant: DeployedVariant,
    place: Place,
    source: S3DataSource,
    part: string,
    closing: AbortSignal,
  ): Promise<void> {
    const { url } = source;
    const fail = (reason: string) => (error: unknown) =>
      Promise.reject(new HostingFailure(reason, { cause: error }));
    const seconds = variant.downloadTimeoutSeconds ?? DEFAULT_DOWNLOAD_SECONDS;
    const signal = AbortSignal.any([closing, AbortSignal.timeout(seconds * 1000)]);
    const roleArn = variant.model.roleArn ?? '';
    const caller = this.#caller(roleArn);
    if (!caller) throw new HostingFailure(failureReasons.role(roleArn));
    const download = fail(failureReasons.download(url));
    if (source.compressed) {
      const body = await this.#get(caller, place, source.bucket, source.key, signal).catch(download);
      const limits = { bytes: ARTIFACT_BYTES, entries: ARTIFACT_ENTRIES };
      return unpackTarGz(body, part, limits, signal).catch(fail(failureReasons.extract(url)));
    }
    const keys = source.prefix ? await this.#list(caller, place, source).catch(download) : [source.key];
    if (keys.length === 0) await download(new Error('there are no objects under the prefix'));
    for (const key of keys) {
      const file = join(part, source.prefix ? relativeKey(key, source.key) : basename(key));
      await mkdir(dirname(file), { recursive: true });
      const body = await this.#get(caller, place, source.bucket, key, signal).catch(download);
      await pipeline(body, createWriteStream(file), { signal }).catch(download);
    }
  }

  /** The session of the role in which model data is read; `undefined` when it cannot be had. */
  #caller(roleArn: string): Caller | undefined {
    const session = this.#options.roles.credentialsForRole({
      roleArn,
      sessionName: SESSION_NAME,
      service: PRINCIPAL,
    });
    return session.outcome === 'assumed' ? session.caller : undefined;
  }

  #s3<Output>(
    caller: Caller,
    place: Place,
    operation: string,
    input: object,
    signal?: AbortSignal,
  ): Promise<Output> {
    const { inside } = this.#options;
    return inside.call<Output>({
      service: 's3',
      operation,
      input,
      caller,
      region: place.region,
      ...(signal && { signal }),
    });
  }

  async #get(
    caller: Caller,
    place: Place,
    Bucket: string,
    Key: string,
    signal: AbortSignal,
  ): Promise<Readable> {
    const { Body: body } = await this.#s3<{ Body: Body }>(
      caller,
      place,
      'GetObject',
      { Bucket, Key },
      signal,
    );
    if (body instanceof Readable) return body;
    return Readable.from(body instanceof Uint8Array ? [Buffer.from(body)] : body);
  }

  /** The keys under the prefix, without those that stand for folders. */
  async #list(
    caller: Caller,
    place: Place,
    source: S3DataSource,
    most = Number.POSITIVE_INFINITY,
  ): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: Listing = await this.#s3(caller, place, 'ListObjectsV2', {
        Bucket: source.bucket,
        Prefix: source.key,
        ...(ContinuationToken !== undefined && { ContinuationToken }),
      });
      for (const { Key } of page.Contents ?? []) if (Key && !Key.endsWith('/')) keys.push(Key);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined && keys.length < most);
    return keys;
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
