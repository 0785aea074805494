/** Where the time of a request went, milliseconds; what did not happen is left out. */
export interface Timing {
  readonly downloadMs?: number;
  readonly modelMs?: number;
  readonly uploadMs?: number;
}

/** What came of a request. */
export type Result =
  | {
      readonly kind: 'completed';
      readonly instance: string;
      readonly contentType: string;
      /** The answer, where it is short. */
      readonly response?: Buffer;
      readonly timing: Timing;
    }
  | {
      readonly kind: 'failed';
      /** Which step. */
      readonly step: 'download' | 'model' | 'upload' | 'expired';
      /** In a sentence. */
      readonly reason: string;
      readonly instance?: string;
      /** What the container answered. */
      readonly status?: number;
      readonly response?: Buffer;
      /** Why the failure could not be written to S3 either. */
      readonly unsaid?: string;
      readonly timing: Timing;
    }
  /** Nobody could take it: it goes back to where it was. */
  | { readonly kind: 'not-now' }
  /** The server is being stopped. */
  | { readonly kind: 'stopped' };

/** What came of a request that is over. */
export type Ended = Extract<Result, { readonly kind: 'completed' | 'failed' }>;
