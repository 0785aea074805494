import type { Outcome } from '../../engine/endpoints/index.ts';
import type { CallContext, Fault } from '../../wire/index.ts';
import {
  componentNotFound,
  endpointNotFound,
  modelError,
  noCopies,
  serviceUnavailable,
  sessionNotFound,
  silence,
  throttled,
  variantNotFound,
} from './faults.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import { modelNotReady, refusalFault } from './target.ts';

/** What was asked. */
interface Asked {
  readonly EndpointName: string;
  readonly TargetVariant?: string | undefined;
  readonly SessionId?: string | undefined;
  readonly InferenceComponentName?: string | undefined;
}

/** The one table from what the engine says to what the caller hears, where that is an error. */
export function faultOf(
  { EndpointName, TargetVariant, SessionId, InferenceComponentName: component }: Asked,
  outcome: Exclude<Outcome, { readonly kind: 'answered' }>,
  call: CallContext,
): Fault {
  switch (outcome.kind) {
    case 'model-error':
      return modelError(EndpointName, outcome.status, outcome.body.toString('utf8'), call, outcome.container);
    case 'timed-out':
      return modelError(EndpointName, 0, silence.timedOut(outcome.container), call, outcome.container);
    case 'waited-too-long':
      return modelError(EndpointName, 0, silence.timedOut(), call);
    case 'crashed':
      return modelError(EndpointName, 0, silence.lost(EndpointName), call, outcome.container);
    case 'unreadable':
      return modelError(
        EndpointName,
        0,
        outcome.why === 'too-large' ? silence.tooLarge(MAX_PAYLOAD_BYTES) : silence.lost(EndpointName),
        call,
        outcome.container,
      );
    case 'throttled':
      return throttled();
    case 'no-instance-yet':
      return modelNotReady();
    case 'refused':
      return refusalFault(EndpointName, outcome, call);
    case 'queue-full':
      return serviceUnavailable(`Too many requests wait for endpoint ${EndpointName}. Try your call again.`);
    case 'not-ready':
      return serviceUnavailable(
        `No instance of endpoint ${EndpointName} is in service. Try your call again.`,
      );
    case 'no-session':
      return sessionNotFound(SessionId, EndpointName, call);
    case 'no-capacity':
      if (component !== undefined) return noCopies();
      return serviceUnavailable(`Endpoint ${EndpointName} has no instances. Try your call again.`);
    case 'caller-gone':
      return serviceUnavailable('The caller has gone.');
    case 'no-variant':
      return TargetVariant === undefined
        ? serviceUnavailable(`No production variant of endpoint ${EndpointName} has a weight above zero.`)
        : variantNotFound(TargetVariant, EndpointName, call);
    case 'no-endpoint':
      if (component !== undefined) return componentNotFound(component, EndpointName, call);
      return endpointNotFound(EndpointName, call);
  }
}
