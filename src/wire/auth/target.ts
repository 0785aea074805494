/**
 * How a service words a refusal: `s3` in S3's codes, `query` in those of the XML protocols (`InvalidClientTokenId`),
 * `json` and `rest-json` in exception names (`UnrecognizedClientException`), the first with status 400, the second with 403.
 */
export type RefusalFamily = 's3' | 'query' | 'json' | 'rest-json';

/** What a request was recognised as, as far as authentication needs to know. */
export interface AuthTarget {
  /** The service's name in `generated/`, for messages. */
  readonly service: string;
  /** The names a credential scope may carry for it, e.g. `['s3', 's3express']`. */
  readonly signingNames: readonly string[];
  readonly family: RefusalFamily;
  /** Whether the operation may be called without a signature; the caller is then anonymous. */
  readonly unsignedAllowed: boolean;
  /** The operation's input is a stream: the body is handed on as a Readable, not collected. */
  readonly streaming: boolean;
  /** The most a collected body may have, bytes. */
  readonly maxBodyBytes: number;
  /** The bucket that the host name, not the path, names; S3 only. */
  readonly hostBucket?: string;
}

/** S3 signs paths encoded once and never normalised, and allows payloads that are not hashed as a whole. */
export const isS3 = (target: AuthTarget): boolean => target.family === 's3';
