import type { StreamedInvocation } from './streamed.ts';
import type { Target, TargetRefusal } from './target.ts';

/** A request for a prediction. */
export interface Invocation {
  readonly body: Uint8Array;
  /** The fields the model server gets, such as `Content-Type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variant to ask, instead of one by weight. */
  readonly variant?: string;
  /** The model or the container to ask, of an instance that has several. */
  readonly target?: Target;
  /** A session to open (`NEW_SESSION`), or the id of an open one: its requests go to the instance that opened it. */
  readonly session?: string;
  /** Aborted when the caller has gone. */
  readonly signal?: { readonly aborted: boolean };
  /** Whose `signal` that is, in place of it: looked at only when the request takes long, for a signal costs more than most answers. */
  readonly caller?: { readonly signal: { readonly aborted: boolean } };
  /** Waiting included, instead of what the variant gives, milliseconds. */
  readonly timeoutMs?: number;
  /** The answer, and the body where it is not at hand, travel piece by piece; the body of the outcome is empty then. */
  readonly streamed?: StreamedInvocation;
}

/** What is known of where a request was served. */
export interface Served {
  readonly variant: string;
  readonly instance: string;
  /** Instances of the variant that were in service. */
  readonly instances: number;
  /** What its deployment is called, by its spec. */
  readonly deployment?: string | undefined;
  /** From sending the request to the instance to its whole answer, milliseconds. */
  readonly modelMs: number;
  /** Which of the containers of the instance, where it has several. */
  readonly container?: string;
}

/** Every way an invocation ends. */
export type Outcome =
  /** The model server answered 2xx. */
  | (Served & {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
      readonly body: Buffer;
    })
  /** The model server answered anything else. */
  | (Served & { readonly kind: 'model-error'; readonly status: number; readonly body: Buffer })
  /** The instance ended, or its connection did, before it had answered whole; `answered`: some of an answer had come. */
  | (Served & { readonly kind: 'crashed'; readonly error: string; readonly answered: boolean })
  /** The instance answered what cannot be read as HTTP or is longer than allowed. */
  | (Served & { readonly kind: 'unreadable'; readonly why: 'malformed' | 'too-large' })
  /** The instance did not answer in time. */
  | (Served & { readonly kind: 'timed-out' })
  /** The instance has not what is asked of it. */
  | {
      readonly kind: 'refused';
      readonly variant: string;
      readonly why: TargetRefusal;
      readonly message: string;
    }
  /** No instance took the request in time, or there is no room to wait. */
  | { readonly kind: 'queue-full' | 'waited-too-long' | 'not-ready'; readonly variant: string }
  /** There is no such session, or the instance that knew it does not run any more. */
  | { readonly kind: 'no-session'; readonly variant?: string }
  /** The variant has no instances, and none was asked for. */
  | { readonly kind: 'no-capacity'; readonly variant: string }
  /** As many as may be served at once are; or the instance that comes for it was not there in time. */
  | { readonly kind: 'throttled' | 'no-instance-yet'; readonly variant: string }
  | { readonly kind: 'caller-gone'; readonly variant: string }
  | { readonly kind: 'no-variant' }
  | { readonly kind: 'no-endpoint' };
