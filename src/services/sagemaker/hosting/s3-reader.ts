import { Readable } from 'node:stream';
import type { Caller, InsideClient } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { PRINCIPAL, type Roles, SESSION_NAME } from '../roles.ts';
import type { S3Location } from './s3-location.ts';

/** What S3 is read with. */
export interface S3ReaderOptions {
  readonly inside: InsideClient;
  readonly roles: Roles;
}

type Body = Readable | Uint8Array | AsyncIterable<Uint8Array>;
interface Listing {
  readonly Contents?: readonly { readonly Key?: string }[];
  readonly NextContinuationToken?: string;
}

/** S3 as an execution role sees it. */
export class S3Reader {
  readonly #inside: InsideClient;
  readonly #caller: Caller;
  readonly #place: Place;

  private constructor(inside: InsideClient, caller: Caller, place: Place) {
    this.#inside = inside;
    this.#caller = caller;
    this.#place = place;
  }

  /** Reads as that role; `undefined` when it cannot be assumed. */
  static as(roleArn: string, place: Place, { inside, roles }: S3ReaderOptions): S3Reader | undefined {
    const session = roles.credentialsForRole({ roleArn, sessionName: SESSION_NAME, service: PRINCIPAL });
    return session.outcome === 'assumed' ? new S3Reader(inside, session.caller, place) : undefined;
  }

  /** Rejects with S3's fault when the object is not there or may not be read. */
  async head({ bucket: Bucket, key: Key }: S3Location): Promise<void> {
    await this.#call('HeadObject', { Bucket, Key });
  }

  async get({ bucket: Bucket, key: Key }: S3Location, signal: AbortSignal): Promise<Readable> {
    const { Body: body } = await this.#call<{ Body: Body }>('GetObject', { Bucket, Key }, signal);
    if (body instanceof Readable) return body;
    return Readable.from(body instanceof Uint8Array ? [Buffer.from(body)] : body);
  }

  /** The keys under a prefix, without those that stand for folders. */
  async list({ bucket, key }: S3Location, most = Number.POSITIVE_INFINITY): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: Listing = await this.#call('ListObjectsV2', {
        Bucket: bucket,
        Prefix: key,
        ...(ContinuationToken !== undefined && { ContinuationToken }),
      });
      for (const { Key } of page.Contents ?? []) if (Key && !Key.endsWith('/')) keys.push(Key);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined && keys.length < most);
    return keys;
  }

  #call<Output>(operation: string, input: object, signal?: AbortSignal): Promise<Output> {
    return this.#inside.call<Output>({
      service: 's3',
      operation,
      input,
      caller: this.#caller,
      region: this.#place.region,
      ...(signal && { signal }),
    });
  }
}
