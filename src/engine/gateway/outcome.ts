import type { Refusal } from './refusal.ts';

/** What is known of an answer when its request is logged. */
export interface Outcome {
  readonly status: number;
  /** Bytes of the body. */
  readonly responseBytes: number;
  /** From the first byte in to the answer, milliseconds. */
  readonly latencyMs: number;
  readonly integration?: IntegrationOutcome;
  readonly refusal?: Refusal;
}

/** What the integration did. */
export interface IntegrationOutcome {
  readonly latencyMs: number;
  /** The status the endpoint answered; for a function, that of its invocation. */
  readonly status?: number;
  /** The function's request id. */
  readonly requestId?: string;
  readonly error?: string;
}
