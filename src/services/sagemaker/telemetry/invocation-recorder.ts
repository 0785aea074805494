import type { Outcome } from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';

/** What measures invocations, by endpoint and variant. */
export interface InvocationRecorder {
  /**
   * @param endpoint its name
   * @param totalMs from taking the request to having its outcome
   */
  record(place: Place, endpoint: string, outcome: Outcome, totalMs: number): void;
}
