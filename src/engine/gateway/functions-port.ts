/** One invocation of a function. */
export interface FunctionCall {
  /** With its qualifier, if any. */
  readonly functionArn: string;
  /** A JSON document. */
  readonly payload: Buffer;
  /** The method that calls: `arn:aws:execute-api:region:account:api/stage/GET/path`; the function's policy is asked about it. */
  readonly sourceArn: string;
  /** The account of the API. */
  readonly sourceAccount: string;
  readonly region: string;
  /** The role to call as, instead of API Gateway itself. */
  readonly roleArn?: string;
  /** Whether to answer as soon as the event is accepted. */
  readonly asynchronous: boolean;
  /** Aborted when the gateway closes. Not when the gateway stops waiting: the function runs on, as on AWS. */
  readonly signal: AbortSignal;
}

/** How an invocation went. */
export type FunctionOutcome =
  /** The function answered; `functionError` when with an error of its own. */
  | {
      readonly kind: 'answered';
      readonly payload: Uint8Array;
      readonly functionError?: string;
      readonly requestId?: string;
    }
  /** The event was accepted, and will be run. */
  | { readonly kind: 'accepted'; readonly requestId?: string }
  /** Neither the function's policy nor the role lets the caller in. */
  | { readonly kind: 'denied'; readonly message: string }
  | { readonly kind: 'not-found'; readonly message: string }
  /** No worker is free within the function's concurrency. */
  | { readonly kind: 'throttled'; readonly message: string }
  /** The payload is over what a function takes. */
  | { readonly kind: 'too-large'; readonly message: string }
  /** The payload is not JSON. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** Anything else. */
  | { readonly kind: 'failed'; readonly message: string };

/** Invokes functions. */
export interface FunctionInvoker {
  invoke(call: FunctionCall): Promise<FunctionOutcome>;
}
