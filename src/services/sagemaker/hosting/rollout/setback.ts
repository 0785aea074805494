import type { StartFailure } from '../../../../engine/endpoints/index.ts';
import { failureReasons } from '../../faults.ts';
import type { RolloutPlan } from './plan.ts';
import type { Interruption } from './watch.ts';

/** Why a deployment did not get through. */
export type Setback =
  | Interruption
  | ({ readonly kind: 'start' } & StartFailure)
  /** It could not be begun; the reason is as `FailureReason` says it. */
  | { readonly kind: 'refused'; readonly reason: string };

/** The `FailureReason` of an endpoint whose deployment had a setback. */
export function failureReasonOf(setback: Setback, plan: RolloutPlan): string {
  switch (setback.kind) {
    case 'alarms':
      return failureReasons.alarms(setback.names);
    case 'timed-out':
      return failureReasons.timedOut(plan.timeoutSeconds ?? 0);
    case 'start':
      return failureReasons.start(setback.variant, setback);
    case 'refused':
      return setback.reason;
    case 'closing':
      return 'The server is closing.';
  }
}
