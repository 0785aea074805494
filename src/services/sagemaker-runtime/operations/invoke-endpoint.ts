import type { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { endpointId, type Outcome } from '../../../engine/endpoints/index.ts';
import type { CallContext, InputOf, OutputOf } from '../../../wire/index.ts';
import type { SageMakerRuntimeContext } from '../context.ts';
import {
  endpointNotFound,
  modelError,
  notImplemented,
  serviceUnavailable,
  silence,
  validationError,
  variantNotFound,
} from '../faults.ts';
import { MAX_PAYLOAD_BYTES } from '../limits.ts';

type Input = InputOf<typeof InvokeEndpointCommand>;
type Output = OutputOf<typeof InvokeEndpointCommand>;

const ATTRIBUTES = 'X-Amzn-SageMaker-Custom-Attributes';
const ATTRIBUTES_KEY = ATTRIBUTES.toLowerCase();

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
export async function invokeEndpoint(
  input: Input,
  { call, endpoints, metrics, clock }: SageMakerRuntimeContext,
): Promise<Output> {
  const startedAt = clock.monotonic();
  refuseUnbuilt(input);
  const body = input.Body as unknown as Uint8Array;
  if (body.length > MAX_PAYLOAD_BYTES) {
    throw validationError(
      `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
    );
  }
  const outcome = await endpoints.invoke(endpointId(call, input.EndpointName), {
    body,
    headers: fieldsFor(input),
    signal: call.signal,
    ...(input.TargetVariant !== undefined && { variant: input.TargetVariant }),
  });
  metrics.record(call, input.EndpointName, outcome, clock.monotonic() - startedAt);
  return answer(input, outcome, call);
}

/** What the container gets of the caller's header fields; all others are taken away. */
function fieldsFor(input: Input): Record<string, string> {
  const fields: Record<string, string> = {};
  const { ContentType, Accept, CustomAttributes } = input;
  if (ContentType !== undefined) fields['Content-Type'] = printable('contentType', ContentType);
  if (Accept !== undefined) fields['Accept'] = printable('accept', Accept);
  if (CustomAttributes !== undefined) fields[ATTRIBUTES] = printable('customAttributes', CustomAttributes);
  return fields;
}

function printable(member: string, value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  throw validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: \\p{ASCII}*`,
  );
}

function refuseUnbuilt(input: Input): void {
  const { TargetModel, TargetContainerHostname, InferenceComponentName, SessionId, EnableExplanations } =
    input;
  if (TargetModel !== undefined) throw notImplemented('TargetModel (multi-model endpoints)');
  if (TargetContainerHostname !== undefined) throw notImplemented('TargetContainerHostname');
  if (InferenceComponentName !== undefined) throw notImplemented('InferenceComponentName');
  if (SessionId !== undefined) throw notImplemented('SessionId');
  if (EnableExplanations !== undefined) throw notImplemented('EnableExplanations');
}

/** The one table from what the engine says to what the caller hears. */
function answer(input: Input, outcome: Outcome, call: CallContext): Output {
  const { EndpointName } = input;
  switch (outcome.kind) {
    case 'answered':
      return {
        Body: outcome.body as unknown as Output['Body'],
        ContentType: outcome.headers.get('content-type'),
        InvokedProductionVariant: outcome.variant,
        CustomAttributes: outcome.headers.get(ATTRIBUTES_KEY),
      };
    case 'model-error':
      throw modelError(EndpointName, outcome.status, outcome.body.toString('utf8'), call);
    case 'timed-out':
    case 'waited-too-long':
      throw modelError(EndpointName, 0, silence.timedOut, call);
    case 'crashed':
      throw modelError(EndpointName, 0, silence.lost(EndpointName), call);
    case 'unreadable':
      throw modelError(
        EndpointName,
        0,
        outcome.why === 'too-large' ? silence.tooLarge(MAX_PAYLOAD_BYTES) : silence.lost(EndpointName),
        call,
      );
    case 'queue-full':
      throw serviceUnavailable(`Too many requests wait for endpoint ${EndpointName}. Try your call again.`);
    case 'not-ready':
      throw serviceUnavailable(`No instance of endpoint ${EndpointName} is in service. Try your call again.`);
    case 'caller-gone':
      throw serviceUnavailable('The caller has gone.');
    case 'no-variant':
      throw input.TargetVariant === undefined
        ? serviceUnavailable(`No production variant of endpoint ${EndpointName} has a weight above zero.`)
        : variantNotFound(input.TargetVariant, EndpointName, call);
    case 'no-endpoint':
      throw endpointNotFound(EndpointName, call);
  }
}
