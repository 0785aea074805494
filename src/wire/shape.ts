/**
 * The wire's own picture of a service: operations, shapes, traits and constraints, whatever they were read from (the snapshot in
 * `generated/`, or a Smithy model). Codecs, router and validator know only this. All of it is immutable once read; shapes recurse, so
 * `Member.target` may be found out when first asked: look at it when a closure is first used, not while compiling one.
 */

/** Kinds of a shape without members. Enums are `string` or `integer` with `constraints.values`. */
export type SimpleKind =
  | 'string'
  | 'blob'
  | 'boolean'
  | 'byte'
  | 'short'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'bigInteger'
  | 'bigDecimal'
  | 'timestamp'
  | 'document';

/** How a timestamp is written: seconds with fractions, RFC 3339, or RFC 7231 (`http-date`). */
export type TimestampFormat = 'epoch-seconds' | 'date-time' | 'http-date';

/** An XML namespace declaration. */
export interface XmlNamespace {
  readonly uri: string;
  readonly prefix?: string;
}

/** What a value must satisfy besides its kind. A member's constraints already include those of its target. */
export interface Constraints {
  /** Fewest and most: characters of a string, bytes of a blob, items of a list or map. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Numeric range, ends included. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** A regular expression as AWS publishes it (Java's dialect). AWS anchors it at both ends in its services' front; Smithy does not. */
  readonly pattern?: string;
  /** The values of an enum, in the model's order. */
  readonly values?: readonly (string | number)[];
  /** Values that are taken but not told of when another is refused. */
  readonly hiddenValues?: readonly (string | number)[];
  readonly uniqueItems?: boolean;
}

interface ShapeFacts {
  /** The name in the model, without namespace. */
  readonly name: string;
  /** Its namespace, where the model is at hand; the snapshot has none. */
  readonly namespace?: string;
  readonly constraints?: Constraints;
  readonly sensitive?: boolean;
}

/** A value without members. */
export interface SimpleShape extends ShapeFacts {
  readonly kind: SimpleKind;
}

/** A record of members. */
export interface StructureShape extends ShapeFacts {
  readonly kind: 'structure';
  /** In the model's order. */
  readonly members: readonly Member[];
  /** Root element name in the XML protocols, where it is not `name`. */
  readonly xmlName?: string;
  readonly xmlNamespace?: XmlNamespace;
  /** Set when the structure is an error. */
  readonly error?: ErrorFacts;
}

/** Exactly one of its members. With `eventStream` members it is a stream of events. */
export interface UnionShape extends ShapeFacts {
  readonly kind: 'union';
  readonly members: readonly Member[];
  readonly xmlName?: string;
  readonly xmlNamespace?: XmlNamespace;
}

/** A list; `member` is named `member`, its `xmlName` is the item's name. */
export interface ListShape extends ShapeFacts {
  readonly kind: 'list';
  readonly member: Member;
  /** Nulls are items and are kept. */
  readonly sparse?: boolean;
}

/** A map with string keys; `key` and `value` carry the XML names of the entries. */
export interface MapShape extends ShapeFacts {
  readonly kind: 'map';
  readonly key: Member;
  readonly value: Member;
  /** Nulls are values and are kept. */
  readonly sparse?: boolean;
}

/** Any shape; told apart by `kind`. */
export type Shape = SimpleShape | StructureShape | UnionShape | ListShape | MapShape;

/** What a structure tells as an error. */
export interface ErrorFacts {
  readonly blame: 'client' | 'server';
  /** HTTP status; default 400 for the client's, 500 for the server's. */
  readonly status?: number;
  /** The code and status of the Query protocols where they differ from name and status (`awsQueryError`). */
  readonly queryCode?: string;
  readonly queryStatus?: number;
}

/** Where an HTTP-bound member is found; a member without one is in the document body. */
export type HttpBinding =
  | { readonly in: 'label' }
  | { readonly in: 'query'; readonly name: string }
  /** All query parameters that no other member and no literal of the URI took. */
  | { readonly in: 'queryParams' }
  /** Lower-case name. */
  | { readonly in: 'header'; readonly name: string }
  /** Lower-case prefix, possibly empty; a map of strings. */
  | { readonly in: 'prefixHeaders'; readonly prefix: string }
  | { readonly in: 'payload' }
  | { readonly in: 'responseCode' };

/** A member of a structure or union, the item of a list, or the key or value of a map. */
export interface Member {
  readonly name: string;
  /** May be a getter: shapes recurse. */
  readonly target: Shape;
  readonly required: boolean;
  /** Effective: the member's own over its target's. */
  readonly constraints?: Constraints;
  readonly http?: HttpBinding;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: boolean;
  readonly xmlAttribute?: boolean;
  readonly xmlNamespace?: XmlNamespace;
  readonly ec2QueryName?: string;
  /** Set only where the model says so; else each protocol and place has its default. */
  readonly timestampFormat?: TimestampFormat;
  readonly mediaType?: string;
  /** The target is a streaming blob: arrives as a Readable, may be answered as bytes or a stream. */
  readonly streaming?: boolean;
  /** A streaming blob that needs a length. */
  readonly requiresLength?: boolean;
  /** The target is a union of events: an AsyncIterable both ways. */
  readonly eventStream?: boolean;
  readonly eventHeader?: boolean;
  readonly eventPayload?: boolean;
  readonly hostLabel?: boolean;
  readonly idempotencyToken?: boolean;
  readonly sensitive?: boolean;
  /** The value a server fills in when the member is absent from an input. */
  readonly defaultValue?: unknown;
}

/** The HTTP trait of an operation. */
export interface HttpTrait {
  readonly method: string;
  /** Smithy's pattern: `/restapis/{restApiId}/resources/{key+}?literal=value&flag`. */
  readonly uri: string;
  /** Status of success. */
  readonly status: number;
}

/** One operation of a service. */
export interface Operation {
  readonly name: string;
  readonly service: ServiceModel;
  readonly http?: HttpTrait;
  /** Empty structure when the model says unit. */
  readonly input: StructureShape;
  readonly output: StructureShape;
  readonly inputIsUnit?: boolean;
  /** The model says the answer has no structure at all (EC2 writes `<return>true</return>`). */
  readonly outputIsUnit?: boolean;
  /** REST-XML: the output's one member is the root of the document (S3's GetBucketLocation). */
  readonly unwrappedXmlOutput?: boolean;
  /** The errors the model lists for it; empty where the source does not say. Any service error may be answered all the same. */
  readonly errors: readonly StructureShape[];
  /** The input member that is a streaming blob or event stream. */
  readonly inputStream?: Member;
  /** The output member that is a streaming blob or event stream. */
  readonly outputStream?: Member;
}

/** A protocol, by its Smithy trait without namespace. */
export type ProtocolName =
  | 'restJson1'
  | 'awsJson1_0'
  | 'awsJson1_1'
  | 'awsQuery'
  | 'ec2Query'
  | 'restXml'
  | 'rpcv2Cbor';

/** One service as the wire knows it. */
export interface ServiceModel {
  /** Our name of it, e.g. `api-gateway`; the model's own where it is read from elsewhere. */
  readonly name: string;
  /** The name of the service shape, used in RPC v2 paths, e.g. `GraniteServiceVersion20100801`. */
  readonly shapeName: string;
  /** e.g. `API Gateway`. */
  readonly serviceId: string;
  /** The service of its credential scope, e.g. `apigateway`. */
  readonly signingName: string;
  /** API version, e.g. `2015-07-09`. */
  readonly version: string;
  /** What precedes the operation in `X-Amz-Target`; empty for the REST protocols. */
  readonly targetPrefix: string;
  /** What it can be asked in, the first being the one new clients choose. */
  readonly protocols: readonly ProtocolName[];
  readonly xmlNamespace?: XmlNamespace;
  /** Errors carry `x-amzn-query-error` in the JSON and CBOR protocols. */
  readonly awsQueryCompatible: boolean;
  /** restXml `noErrorWrapping`: `<Error>` is the root (S3). */
  readonly bareXmlErrors: boolean;
  readonly operationNames: readonly string[];
  operation(name: string): Operation | undefined;
  /** An error structure by its shape name, or by its Query code. */
  error(code: string): StructureShape | undefined;
}

/** The structure every unit input and output stands for. */
export const UNIT: StructureShape = { kind: 'structure', name: 'Unit', members: [] };
