import type { Outcome, Target } from '../../engine/endpoints/index.ts';
import { type CallContext, Fault } from '../../wire/index.ts';
import { validationError } from './faults.ts';

/** What a caller may say of which model or container is to answer. */
interface Said {
  readonly TargetModel?: string | undefined;
  readonly TargetContainerHostname?: string | undefined;
}

/** Which model or container is asked, of an instance that has several; nothing where the caller says nothing. */
export function targetOf({ TargetModel, TargetContainerHostname }: Said): { readonly target?: Target } {
  if (TargetModel === undefined && TargetContainerHostname === undefined) return {};
  return {
    target: {
      ...(TargetModel !== undefined && { model: TargetModel }),
      ...(TargetContainerHostname !== undefined && { container: TargetContainerHostname }),
    },
  };
}

/**
 * 429: the model is still downloaded or loaded, or the resources of a serverless endpoint are still provisioned.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html
 */
export const modelNotReady = (): Fault =>
  new Fault('ModelNotReadyException', 429, 'Model is not ready for inference requests; retry.');

/** What a caller hears whose model or container the endpoint has not. */
export function refusalFault(
  endpoint: string,
  { why, message }: Extract<Outcome, { readonly kind: 'refused' }>,
  { requestId }: CallContext,
): Fault {
  switch (why) {
    case 'no-such-model':
      return validationError(message);
    case 'model-not-ready':
      return modelNotReady();
    case 'model-required':
      return validationError(`Request ${requestId} is missing a target model header.`);
    case 'no-choice-of-model':
      return validationError(
        `Endpoint ${endpoint} is not a multi-model endpoint and does not support target model header.`,
      );
    case 'no-such-container':
      return validationError(`Target container hostname ${message} does not exist for endpoint ${endpoint}.`);
    case 'container-required':
      return validationError(`Request ${requestId} is missing a target container hostname header.`);
    case 'no-choice-of-container':
      return validationError(
        `Endpoint ${endpoint} is not a multi-container endpoint with direct invocation and does not support target container hostname header.`,
      );
  }
}
