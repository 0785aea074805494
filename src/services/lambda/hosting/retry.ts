import { asynchronous } from '../limits.ts';
import type { EventInvokeRow } from '../records/rows.ts';

/** What is known of a waiting event after an attempt. */
export interface Attempted {
  /** Times the handler failed on it, this time included. */
  readonly failures: number;
  /** Times it found no free worker in a row, this time included; 0 when the handler failed. */
  readonly throttles: number;
  readonly ageMs: number;
}

const THROTTLE_FIRST_MS = 1000;
const THROTTLE_MOST_MS = 300_000;
const FAILURE_STEP_MS = 60_000;

/**
 * How long to wait before the next attempt, milliseconds, or `give-up`. The first retry after an error of the function comes
 * after one minute, the second after two more; without a free worker it is tried again for up to six hours.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function nextAttempt(
  { failures, throttles, ageMs }: Attempted,
  settings: Partial<EventInvokeRow>,
): number | 'give-up' {
  const oldestMs = (settings.maximumAgeSeconds ?? asynchronous.maximumAgeSeconds) * 1000;
  if (failures > (settings.retries ?? asynchronous.retries)) return 'give-up';
  const waitMs =
    throttles > 0
      ? Math.min(THROTTLE_MOST_MS, THROTTLE_FIRST_MS * 2 ** (throttles - 1))
      : FAILURE_STEP_MS * failures;
  return ageMs + waitMs > oldestMs ? 'give-up' : waitMs;
}
