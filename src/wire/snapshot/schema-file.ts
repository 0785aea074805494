/**
 * The form of `generated/schemas/<service>.json`, `generated/constraints/<service>.json` and `generated/services.json`: what the
 * generators write and the wire reads.
 *
 * A reference to a shape is a word: `string`, `number`, `boolean`, `blob`, `streamingBlob`, `document`, `bigInteger`, `bigDecimal`,
 * `timestamp`, `date-time`, `http-date`, `epoch-seconds`, `unit`; `#Name` for a named shape of the file; `[word]` for a list and
 * `{word}` for a map from strings of such a word.
 */
export type Reference = string;

/** Where a generated file comes from. */
export interface FileOrigin {
  readonly source: string;
  readonly version: string;
  readonly licence: string;
}

/** Traits of a member, under the names of `Member` in `shape.ts` but flat; absent is false. */
export interface MemberEntry {
  readonly target: Reference;
  readonly required?: true;
  readonly httpLabel?: true;
  readonly httpQuery?: string;
  readonly httpQueryParams?: true;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: true;
  readonly httpResponseCode?: true;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: true;
  readonly xmlAttribute?: true;
  readonly xmlNamespace?: readonly [uri: string, prefix?: string];
  readonly ec2QueryName?: string;
  readonly timestampFormat?: string;
  readonly mediaType?: string;
  readonly requiresLength?: true;
  readonly eventHeader?: true;
  readonly eventPayload?: true;
  readonly hostLabel?: true;
  readonly idempotencyToken?: true;
  readonly sensitive?: true;
}

/** A named shape. */
export interface ShapeEntry {
  readonly kind: 'structure' | 'union' | 'list' | 'map';
  /** Of structures and unions. */
  readonly members?: Readonly<Record<string, MemberEntry>>;
  /** Of lists. */
  readonly member?: MemberEntry;
  /** Of maps. */
  readonly key?: MemberEntry;
  readonly value?: MemberEntry;
  readonly sparse?: true;
  readonly sensitive?: true;
  readonly xmlName?: string;
  readonly xmlNamespace?: readonly [uri: string, prefix?: string];
  /** A union of events. */
  readonly streaming?: true;
  readonly error?: {
    readonly blame: 'client' | 'server';
    readonly status?: number;
    readonly queryCode?: string;
    readonly queryStatus?: number;
  };
}

/** `[method, uri, status]`, or null for the RPC protocols; then input and output. */
export type OperationEntry = readonly [
  http: readonly [method: string, uri: string, status: number] | null,
  input: Reference,
  output: Reference,
];

/** `generated/schemas/<service>.json` */
export interface SchemaFile {
  readonly origin: FileOrigin;
  readonly operations: Readonly<Record<string, OperationEntry>>;
  readonly shapes: Readonly<Record<string, ShapeEntry>>;
}

/** What a simple shape, list or map of the constraint source demands. */
export interface ConstraintEntry {
  /** The kind of a number, where the schema says only `number`. */
  readonly kind?: 'integer' | 'long' | 'float' | 'double' | 'short' | 'byte';
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly values?: readonly string[];
  /** Constraints of a list's items or a map's keys and values, by name in `shapes`. */
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
}

/** `generated/constraints/<service>.json` */
export interface ConstraintFile {
  readonly origin: FileOrigin;
  readonly shapes: Readonly<Record<string, ConstraintEntry>>;
  /** By structure (as the schema names it) and member: the name in `shapes`. */
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Members the service requires although its SDK fills them in: idempotency tokens. */
  readonly requiredTokens: Readonly<Record<string, readonly string[]>>;
  /** Operations that take no signature. */
  readonly unsigned: readonly string[];
}

/** One service in `generated/services.json`: what identification needs before any schema is read. */
export interface ServiceEntry {
  readonly name: string;
  /** Without scope, e.g. `client-s3`. */
  readonly client: string;
  readonly shapeName: string;
  readonly serviceId: string;
  readonly signingName: string;
  readonly version: string;
  readonly targetPrefix: string;
  readonly protocols: readonly string[];
  readonly xmlNamespace?: string;
  readonly awsQueryCompatible: boolean;
  readonly bareXmlErrors: boolean;
  readonly operations: readonly string[];
}

/** `generated/services.json` */
export interface ServicesFile {
  readonly services: readonly ServiceEntry[];
}
