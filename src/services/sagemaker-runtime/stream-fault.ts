import type { Outcome } from '../../engine/endpoints/index.ts';
import { Fault } from '../../wire/index.ts';

const broken = (code: string, message: string): Fault =>
  new Fault('ModelStreamError', 400, message, { members: { ErrorCode: code } });

/**
 * What a caller who has had some of an answer hears of how it ended; `undefined` when it ended well, or nobody listens.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_ResponseStream.html
 */
export function midStreamFault(outcome: Outcome): Fault | undefined {
  if (outcome.kind === 'answered' || outcome.kind === 'caller-gone') return undefined;
  if (outcome.kind === 'timed-out') {
    return broken(
      'ModelInvocationTimeExceeded',
      'The model failed to finish sending the response within the timeout period allowed by Amazon SageMaker.',
    );
  }
  if (outcome.kind === 'crashed' || outcome.kind === 'unreadable') {
    return broken(
      'StreamBroken',
      'The Transmission Control Protocol (TCP) connection between the client and the model was reset or closed.',
    );
  }
  return new Fault(
    'InternalStreamFailure',
    500,
    'The stream processing failed because of an unknown error, exception or failure. Try your request again.',
  );
}
