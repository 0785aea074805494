import type { AccessRequest, CallContext, Caller } from './call.ts';
import type { Fault } from './fault.ts';
import type { Violation } from './validate/violation.ts';

/** What answers one operation: its input already decoded and validated, its output typed by the SDK. */
// biome-ignore lint/suspicious/noExplicitAny: each service narrows these through `Operations`
export type Handler = (input: any, call: CallContext) => unknown;

/** Handlers by operation name. */
export type Handlers = Readonly<Record<string, Handler>>;

/** A service as the wire serves it. */
export interface ServiceDefinition {
  /** Its name in `generated/`: `iam`, `sts`, `s3`, `logs`, `cloudwatch`, `lambda`, `sagemaker`, `sagemaker-runtime`, `api-gateway`. */
  readonly name: string;
  /**
   * By operation name; what is not here answers 501 `NotImplemented`. A function loads them for the service's first request: the start of
   * the server waits for none of them.
   */
  readonly operations: Handlers | (() => Promise<Handlers>);
  /** What the caller needs for this call, all of it; none: any authenticated caller may. */
  // biome-ignore lint/suspicious/noExplicitAny: the input of any operation
  access(operation: string, input: any, call: CallContext): readonly AccessRequest[];
  /** Operations that need no signature. Default: those that AWS takes without one. */
  readonly unsigned?: ReadonlySet<string> | 'all';
  /**
   * Whether there is a bucket of this name. S3's alone: an unsigned request for a bucket that is there is its own, also where another
   * service's paths begin as the bucket is named.
   */
  readonly hasBucket?: (name: string) => boolean;
  /** The largest body an operation takes, bytes; streaming bodies are not counted. Default 10 MiB. */
  maxBodyBytes?(operation: string): number;
  /**
   * The service's own fault for an input that breaks the constraints of its model, where it is not `ValidationException` (`ValidationError`
   * in Query).
   * @param message AWS's sentence, e.g. `1 validation error detected: Value ...`
   * @returns undefined for the usual fault, null to let the input through to the handler
   */
  validationFault?(
    message: string,
    violations: readonly Violation[],
    operation: string,
  ): Fault | null | undefined;
}

/** Calls between services: the pipeline of the wire (identity, validation, the handler) without a socket. */
export interface InsideClient {
  /**
   * Runs `operation` as `caller`.
   * @returns the handler's output
   * @throws Fault as a client outside would see it
   */
  call<Output>(request: {
    service: string;
    operation: string;
    input: object;
    caller: Caller;
    region: string;
    signal?: AbortSignal;
  }): Promise<Output>;
}

/** Something besides the AWS APIs that answers on the port, e.g. `execute-api`. */
export interface Site {
  /** Whether a request for this host (without port, lower case) and raw path is its own. */
  claims(host: string, rawPath: string): boolean;
  serve(
    request: import('node:http').IncomingMessage,
    response: import('node:http').ServerResponse,
    origin: import('./received.ts').Origin,
  ): void;
}
