import type { Readable } from 'node:stream';
import type { TokenBucket } from '../../kit/index.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { Headers } from './headers.ts';
import type { IntegrationOutcome } from './outcome.ts';
import type { Query } from './query.ts';
import type { Refusal } from './refusal.ts';
import type { RouteTree } from './route-tree.ts';
import type { ApiSpec, MethodSettingsSpec, MethodSpec, StageSpec } from './spec.ts';

/** Where a request came from. */
export interface Origin {
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly vpcEndpointId?: string;
  readonly vpcId?: string;
}

/** A request for a stage, as it arrived. */
export interface Received {
  readonly stage: Stage;
  /** `$context.requestId`, a UUID. */
  readonly requestId: string;
  /** `$context.extendedRequestId`, also `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  /** `Root=1-...`, for `X-Amzn-Trace-Id`. */
  readonly traceId: string;
  readonly method: string;
  /** The path below the stage, undecoded; one slash at its beginning. */
  readonly path: string;
  /** The path with the stage, as the caller wrote it. */
  readonly fullPath: string;
  /** The path and query of the request line, for its signature. */
  readonly target: string;
  readonly query: Query;
  readonly headers: Headers;
  /** The Host field without port. */
  readonly host: string;
  readonly origin: Origin;
  /** Wall time, milliseconds since the epoch. */
  readonly timeMs: number;
  /** Monotonic time, milliseconds. */
  readonly startedMs: number;
  readonly log: ExecutionLog;
  /** The bytes to come, or the whole body when it is known. */
  readonly source: Readable | Buffer;
  /** TestInvokeMethod: authorisation, keys and throttles do not count. */
  readonly test: boolean;
}

/** A request and the method it is for. */
export interface Matched extends Received {
  readonly route: Method;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Who calls, for events and logs; all empty for a caller that is not signed. */
export interface Identity {
  readonly accountId?: string;
  readonly accessKey?: string;
  readonly caller?: string;
  readonly user?: string;
  readonly userArn?: string;
}

/** A request whose caller may invoke the method. */
export interface Authorised extends Matched {
  readonly identity: Identity;
  /** Read already, when the signature needed it. */
  readonly early?: Buffer;
}

/** A request within its rates and quotas. */
export interface Admitted extends Authorised {
  readonly apiKey?: { readonly id: string; readonly value: string };
}

/** A request whose body is there and fits the method: ready to be integrated. */
export interface Validated extends Admitted {
  readonly body: Buffer;
}

/** As much of a request as a moment knows: for logs and gateway responses. */
export type Seen = Received & Partial<Omit<Validated, keyof Received>>;

/** The values an integration answered with, or the gateway in its place. */
export interface Answer {
  readonly status: number;
  /** In order; names may repeat. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | string;
}

/** What came of an integration. */
export interface Integrated {
  readonly answer: Answer | Refusal;
  /** What the endpoint did, for logs. */
  readonly endpoint: Omit<IntegrationOutcome, 'latencyMs'>;
}

/** Has one kind of endpoint answer a request. `signal` is aborted when nobody waits any more. */
export type Integrate = (request: Validated, signal: AbortSignal) => Promise<Integrated>;

/** What a method's request validator asks for, compiled. */
export interface Validation {
  /** Refuses a request that lacks a parameter. */
  parameters(request: Matched): Refusal | undefined;
  /** Refuses a body that does not fit its model. */
  body(request: Matched, body: Buffer): Refusal | undefined;
}

/** A method of a stage, ready to serve. */
export interface Method {
  readonly spec: MethodSpec;
  /** The HTTP method it was set up for, or `ANY`. */
  readonly method: string;
  readonly resourceId: string;
  readonly resourcePath: string;
  /** `/pets/{id}/GET`, as usage plans and settings name it. */
  readonly key: string;
  readonly settings: MethodSettingsSpec;
  readonly bucket: TokenBucket | undefined;
  readonly validation: Validation;
  readonly integrate: Integrate;
  /** Milliseconds the integration may take. */
  readonly timeoutMs: number;
}

/** A stage, ready to serve: compiled once from its spec. */
export interface Stage {
  readonly api: ApiSpec;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly routes: RouteTree<Method>;
  readonly accessLog: StageSpec['accessLog'];
  /** The most that any of its methods logs. */
  readonly logging: { readonly detailed: boolean; readonly tracing: boolean; readonly errors: boolean };
  /** Of the metrics that every request counts in: the API's and the stage's. */
  readonly dimensions: readonly Readonly<Record<string, string>>[];
}
