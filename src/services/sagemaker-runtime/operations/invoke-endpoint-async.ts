import type { InvokeEndpointAsyncCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { locationsOf } from '../async/locations.ts';
import type { AsyncRequest } from '../async/request.ts';
import { containerFields } from '../container-fields.ts';
import type { SageMakerRuntimeContext } from '../context.ts';
import { endpointNotFound, serviceUnavailable, validationError, wrongInferenceType } from '../faults.ts';
import { ASYNC_INLINE_BYTES, ASYNC_TIMEOUT_SECONDS, ASYNC_TTL_SECONDS } from '../limits.ts';

type Input = InputOf<typeof InvokeEndpointAsyncCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html */
export function invokeEndpointAsync(
  input: Input,
  { call, clock, ids, hosted, asyncRequests }: SageMakerRuntimeContext,
): OutputOf<typeof InvokeEndpointAsyncCommand> {
  const { EndpointName, RequestTTLSeconds, InvocationTimeoutSeconds } = input;
  const body = bodyOf(input);
  if ('location' in body && !hosted.locate(body.location)) {
    throw validationError(`Invalid S3 URI: ${body.location}`);
  }
  const endpoint = hosted.find(call, EndpointName);
  if (!endpoint) throw endpointNotFound(EndpointName, call);
  if (!endpoint.asyncInference) throw wrongInferenceType(EndpointName, call);
  const inferenceId = input.InferenceId ?? ids.uuid();
  const locations = locationsOf(endpoint.asyncInference, input, ids.uuid());
  const acceptedMs = clock.now();
  const request: AsyncRequest = {
    endpoint: endpoint.name,
    endpointCreatedMs: endpoint.createdMs,
    inferenceId,
    input: body,
    fields: { ...containerFields(input), 'X-Amzn-SageMaker-Inference-Id': inferenceId },
    acceptedMs,
    expiresMs: acceptedMs + (RequestTTLSeconds ?? ASYNC_TTL_SECONDS) * 1000,
    timeoutMs: (InvocationTimeoutSeconds ?? ASYNC_TIMEOUT_SECONDS) * 1000,
    ...locations,
  };
  if (!asyncRequests.accept(call, request)) {
    throw serviceUnavailable(`Too many requests wait for endpoint ${EndpointName}. Try your call again.`);
  }
  return { InferenceId: inferenceId, OutputLocation: locations.output, FailureLocation: locations.failure };
}

function bodyOf({ InputLocation, Body }: Input): AsyncRequest['input'] {
  const bytes = Body as Uint8Array | undefined;
  const inline = bytes !== undefined && bytes.length > 0;
  if (InputLocation !== undefined && inline) {
    throw validationError('Body and InputLocation are mutually exclusive. Provide exactly one of them.');
  }
  if (InputLocation !== undefined) return { location: InputLocation };
  if (!inline) throw validationError('Either Body or InputLocation must be provided.');
  if (bytes.length > ASYNC_INLINE_BYTES) {
    throw validationError(
      `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${ASYNC_INLINE_BYTES}`,
    );
  }
  return { inline: Buffer.from(bytes).toString('base64') };
}
