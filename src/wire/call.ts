import type { HeaderFields, Origin } from './received.ts';

/** Who calls, as authentication found it. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'service' | 'anonymous';
  /** 12 digits; empty for an anonymous caller. */
  readonly account: string;
  /** The principal's ARN, e.g. `arn:aws:sts::000000000000:assumed-role/Role/session`; a service's is its principal name. */
  readonly arn: string;
  /** The unique id, e.g. `AIDA...`, or `AROA...:session`. */
  readonly userId: string;
  readonly accessKeyId?: string;
  /** The resource on whose behalf a service calls: `aws:SourceArn`, `account` being `aws:SourceAccount`. */
  readonly sourceArn?: string;
  /** The role behind an assumed-role session. */
  readonly roleArn?: string;
  /** Session policies, tags and the like: for the authorizer that made this caller, opaque to everyone else. */
  readonly session?: object;
}

/** What a handler knows of the call it answers, besides its input. */
export interface CallContext {
  readonly requestId: string;
  /** The service's name in `generated/`, e.g. `sagemaker`. */
  readonly service: string;
  readonly operation: string;
  /** The account whose resources are meant: the caller's. */
  readonly account: string;
  readonly region: string;
  readonly partition: 'aws';
  readonly caller: Caller;
  /** When it was received, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly origin: Origin;
  /** The request's header fields; empty for a call from inside. */
  readonly headers: HeaderFields;
  /** `http://127.0.0.1:4566` as the client wrote it (Host header), for answers that carry URLs. */
  readonly endpoint: string;
  /** Aborted when the client goes away or the server stops. */
  readonly signal: AbortSignal;
}

/** One question to the authorizer: may the caller do `action` on `resource`? */
export interface AccessRequest {
  /** e.g. `sagemaker:InvokeEndpoint` */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  /** The account that owns the resource, when it is not the one of the call. */
  readonly resourceAccount?: string;
  /** The resource's own policy, a JSON document. */
  readonly resourcePolicy?: string;
  /** The resource's policy must allow even in its own account, as a role's trust policy must. */
  readonly resourcePolicyMustAllow?: true;
  /** Condition keys of this service and resource, e.g. `s3:prefix`, `aws:ResourceTag/team`. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** The authorizer's answer. */
export type AccessDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** AWS's sentence, e.g. `User: ... is not authorized to perform: ... on resource: ... because ...`. */
      readonly message: string;
    };

/** Decides access; `services/iam` makes the one that enforces policies. */
export interface Authorizer {
  authorize(call: CallContext, request: AccessRequest): AccessDecision;
}
