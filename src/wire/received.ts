import type { Readable } from 'node:stream';

/** Where a request came from, told by the connection that carried it and never by a header. */
export interface Origin {
  /** The peer's address. */
  readonly sourceIp: string;
  /** Whether the connection was TLS. */
  readonly secure: boolean;
  /** The interface endpoint it came through. */
  readonly vpcEndpointId?: string;
  /** The VPC it came from. */
  readonly vpcId?: string;
}

/** Header fields by lower-case name; every value that came, in order. */
export interface HeaderFields {
  /** The first value, or undefined. */
  get(name: string): string | undefined;
  /** All values in order of arrival. */
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** Lower-case names, each once. */
  names(): Iterable<string>;
}

/** An HTTP request as it arrived: nothing decoded, nothing normalised. */
export interface Received {
  readonly method: string;
  /** The path, undecoded, without the query. */
  readonly rawPath: string;
  /** The query without `?`, undecoded; empty when there is none. */
  readonly rawQuery: string;
  readonly headers: HeaderFields;
  readonly body: Readable;
  readonly origin: Origin;
}
