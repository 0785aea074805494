/** A request for a prediction. */
export interface Invocation {
  readonly body: Uint8Array;
  /** The fields the model server gets, such as `Content-Type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The variant to ask, instead of one by weight. */
  readonly variant?: string;
  /** Aborted when the caller has gone. */
  readonly signal?: AbortSignal;
}

/** What is known of where a request was served. */
export interface Served {
  readonly variant: string;
  readonly instance: string;
  /** Instances of the variant that were in service. */
  readonly instances: number;
  /** From sending the request to the instance to its whole answer, milliseconds. */
  readonly modelMs: number;
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
  /** The instance ended, or its connection did, before it had answered. */
  | (Served & { readonly kind: 'crashed'; readonly error: string })
  /** The instance answered what cannot be read as HTTP or is longer than allowed. */
  | (Served & { readonly kind: 'unreadable'; readonly why: 'malformed' | 'too-large' })
  /** The instance did not answer in time. */
  | (Served & { readonly kind: 'timed-out' })
  /** No instance took the request in time, or there is no room to wait. */
  | { readonly kind: 'queue-full' | 'waited-too-long' | 'not-ready'; readonly variant: string }
  | { readonly kind: 'caller-gone'; readonly variant: string }
  | { readonly kind: 'no-variant' }
  | { readonly kind: 'no-endpoint' };
