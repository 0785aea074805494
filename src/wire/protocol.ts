import type { Readable } from 'node:stream';
import type { Fault } from './fault.ts';
import type { HeaderFields } from './received.ts';
import type { Member, Operation, ProtocolName, ServiceModel, Shape } from './shape.ts';

/** A request whose operation is known and whose body has been verified, de-chunked and unzipped. */
export interface ProtocolRequest {
  readonly method: string;
  /** Undecoded path without query. For S3 virtual hosts it is the path-style one. */
  readonly rawPath: string;
  /** Undecoded query without `?`. */
  readonly rawQuery: string;
  readonly headers: HeaderFields;
  /** The URI labels the router cut out, undecoded, by member name. Empty for the RPC protocols. */
  readonly labels: Readonly<Record<string, string>>;
  /** The whole body; empty when the operation's input streams. */
  readonly body: Buffer;
  /** The body when `operation.inputStream` is set. */
  readonly stream?: Readable;
}

/** What goes back. Header names are written as given. */
export interface ProtocolResponse {
  readonly status: number;
  /** Fresh for every response: the pipeline adds to it. Includes content-type where there is a body, and the request id. */
  readonly headers: Record<string, string>;
  /** Undefined: no body at all. The pipeline counts bytes and writes content-length, or chunks streams. */
  readonly body: string | Uint8Array | Readable | AsyncIterable<Uint8Array> | undefined;
}

/**
 * One protocol, server side. One file makes one (`export const awsJson11: Protocol`). Values are the SDK's: structures are plain
 * objects with the members' shape names, absent members are absent; blobs are Uint8Array (streaming: Readable in), timestamps Date,
 * numbers number, bigInteger bigint, bigDecimal a decimal string, unions `{ Member: value }`, maps plain objects whose keys are always own
 * properties (`__proto__` included), documents JSON values, event streams AsyncIterable of `{ Event: value }`.
 *
 * Closures are compiled per shape and kept in a WeakMap by shape (see `PerShape`); nothing is interpreted per request.
 */
export interface Protocol {
  readonly name: ProtocolName;
  /**
   * The input of `operation`. Unknown members are ignored. `required` is not checked here (the validator does).
   * @throws Fault `SerializationException`, `MalformedXML`, ... when the bytes are not the shapes'
   */
  decode(operation: Operation, request: ProtocolRequest): Record<string, unknown>;
  /** The answer for `output`, which the handler gave and which is trusted to be the shape; undefined and null members are left out. */
  encode(operation: Operation, output: Record<string, unknown>, requestId: string): ProtocolResponse;
  /**
   * The answer for a fault, modelled or not. `fault.members` are written by the model's error shape where there is one (its header
   * members into headers), else ignored; `fault.headers` are added.
   * @param operation absent where the request was refused before it was known
   */
  encodeFault(
    service: ServiceModel,
    operation: Operation | undefined,
    fault: Fault,
    requestId: string,
  ): ProtocolResponse;
}

/**
 * Documents of one notation (JSON, XML, CBOR): what HTTP bindings (payload and body) and event streams are made from. REST-JSON and
 * REST-XML are `restProtocol` of `http/rest.ts` over one of these.
 */
export interface DocumentCodec {
  readonly contentType: string;
  /** Timestamps in bodies, where the model does not say. */
  readonly timestampFormat: 'epoch-seconds' | 'date-time';
  /**
   * Reads a document whose root is `shape`.
   * @param members only these of a structure are in the document (the others are bound to HTTP); undefined: all
   * @param payload the member that is the payload, whose traits name the root
   */
  read(shape: Shape, bytes: Buffer, members?: readonly Member[], payload?: Member): unknown;
  /**
   * Writes the document of `value`; an absent structure is an empty one.
   * @param operation whose output this is: it may name the root, and its service the root's namespace
   */
  write(
    shape: Shape,
    value: unknown,
    members?: readonly Member[],
    payload?: Member,
    operation?: Operation,
  ): string | Uint8Array;
}

/**
 * Something compiled once for each shape. Recursive shapes are why `compile` gets no ready-made closures for what it contains: fetch
 * them with `of` when the closure runs first, or close over `lazy(shape)`.
 */
export class PerShape<Key extends object, Compiled> {
  readonly #compile: (key: Key) => Compiled;
  readonly #made = new WeakMap<Key, Compiled>();

  /** @param compile must not call `of` for the key it is compiling */
  constructor(compile: (key: Key) => Compiled) {
    this.#compile = compile;
  }

  /** What `key` compiles to. */
  of(key: Key): Compiled {
    let compiled = this.#made.get(key);
    if (compiled === undefined) {
      compiled = this.#compile(key);
      this.#made.set(key, compiled);
    }
    return compiled;
  }
}
