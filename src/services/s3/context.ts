import type * as sdk from '@aws-sdk/client-s3';
import type { ObjectBytes } from '../../engine/objects/index.ts';
import type { Clock, Ids, Logger } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';
import type { Authorizer, CallContext, Operations } from '../../wire/index.ts';
import type { Buckets } from './records/bucket.ts';
import type { Contents } from './records/contents.ts';
import type { LooseBytes } from './records/loose-bytes.ts';
import type { Objects } from './records/objects.ts';
import type { Uploads } from './records/uploads.ts';
import type { TimeOrderedIds } from './records/version-id.ts';

/** What S3 is made from. */
export interface S3Dependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  /** Asked for every key of a DeleteObjects; everything else goes through `access`. */
  readonly authorizer: Authorizer;
  /** Bytes go to `objects/` in it. */
  readonly stateDirectory: string;
  /** Whether an object survives the loss of power once its put is answered, and not only the death of the process. Default false. */
  readonly sync?: boolean;
  /** Takes work that outlives its request; shutdown waits for it. */
  background(name: string, work: Promise<void>): void;
}

/** What every handler works with, whoever calls. */
export interface S3Parts extends S3Dependencies {
  readonly bytes: ObjectBytes;
  readonly buckets: Buckets;
  readonly objects: Objects;
  readonly contents: Contents;
  readonly uploads: Uploads;
  readonly loose: LooseBytes;
  readonly timeIds: TimeOrderedIds;
}

/** What a handler is given besides its input. */
export interface S3Context extends S3Parts {
  readonly call: CallContext;
}

type All = Operations<typeof sdk, S3Context>;

/** The handler of the operation of that name, typed by the SDK. */
export type S3Operation<Name extends keyof All> = NonNullable<All[Name]>;
