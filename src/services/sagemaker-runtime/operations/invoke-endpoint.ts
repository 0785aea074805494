import type { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { captured } from '../capture/line.ts';
import { servedAs } from '../component.ts';
import { ATTRIBUTES_KEY, CLOSED_SESSION_KEY, containerFields, NEW_SESSION_KEY } from '../container-fields.ts';
import type { SageMakerRuntimeContext } from '../context.ts';
import { notImplemented, wrongInferenceType } from '../faults.ts';
import { checkedBody } from '../limits.ts';
import { faultOf } from '../outcome-fault.ts';
import { targetOf } from '../target.ts';

type Input = InputOf<typeof InvokeEndpointCommand>;
type Output = OutputOf<typeof InvokeEndpointCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
export async function invokeEndpoint(
  input: Input,
  { call, endpoints, metrics, clock, hosted, capture, componentMetrics }: SageMakerRuntimeContext,
): Promise<Output> {
  const startedAt = clock.monotonic();
  refuseUnbuilt(input);
  const endpoint = hosted.find(call, input.EndpointName);
  if (endpoint?.asyncInference) throw wrongInferenceType(input.EndpointName, call);
  const body = checkedBody(input.Body, endpoint?.maxPayloadBytes);
  const { InferenceComponentName: component } = input;
  const outcome = await endpoints.invoke(servedAs(call, input, endpoint), {
    body,
    headers: containerFields(input),
    caller: call,
    ...(input.TargetVariant !== undefined && { variant: input.TargetVariant }),
    ...(input.SessionId !== undefined && { session: input.SessionId }),
    ...targetOf(input),
  });
  const totalMs = clock.monotonic() - startedAt;
  metrics.record(call, endpoint?.name ?? input.EndpointName, outcome, totalMs);
  if (component !== undefined) componentMetrics.record(call, component, outcome, totalMs);
  if (outcome.kind !== 'answered') throw faultOf(input, outcome, call);
  const contentType = outcome.headers.get('content-type');
  if (endpoint?.capture && capture.samples(endpoint.capture))
    capture.add(call, endpoint, outcome.variant, captured(call, input, { contentType, data: outcome.body }));
  return {
    Body: outcome.body as unknown as Output['Body'],
    ContentType: contentType,
    InvokedProductionVariant: outcome.variant,
    CustomAttributes: outcome.headers.get(ATTRIBUTES_KEY),
    NewSessionId: outcome.headers.get(NEW_SESSION_KEY),
    ClosedSessionId: outcome.headers.get(CLOSED_SESSION_KEY),
  };
}

function refuseUnbuilt(input: Input): void {
  const { EnableExplanations } = input;
  if (EnableExplanations !== undefined) throw notImplemented('EnableExplanations');
}
