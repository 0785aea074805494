import type {
  InvokeEndpointWithResponseStreamCommand,
  ResponseStream,
} from '@aws-sdk/client-sagemaker-runtime';
import { endpointId, type Outcome, type StreamedAnswer } from '../../../engine/endpoints/index.ts';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { ATTRIBUTES_KEY, containerFields } from '../container-fields.ts';
import type { SageMakerRuntimeContext } from '../context.ts';
import { notImplemented, wrongInferenceType } from '../faults.ts';
import { checkedBody, STREAM_TIMEOUT_MS } from '../limits.ts';
import { faultOf } from '../outcome-fault.ts';
import { midStreamFault } from '../stream-fault.ts';
import { targetOf } from '../target.ts';

type Input = InputOf<typeof InvokeEndpointWithResponseStreamCommand>;
type Output = OutputOf<typeof InvokeEndpointWithResponseStreamCommand>;

/**
 * The pieces of the container's answer as they come, each a `PayloadPart`.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
 */
export async function invokeEndpointWithResponseStream(
  input: Input,
  context: SageMakerRuntimeContext,
): Promise<Output> {
  const { call, endpoints, metrics, streamMetrics, clock, hosted } = context;
  const startedAt = clock.monotonic();
  refuseUnbuilt(input);
  if (hosted.find(call, input.EndpointName)?.asyncInference)
    throw wrongInferenceType(input.EndpointName, call);
  const head = Promise.withResolvers<StreamedAnswer>();
  const taken = Promise.withResolvers<void>();
  const invoked = endpoints.invoke(endpointId(call, input.EndpointName), {
    body: checkedBody(input.Body),
    headers: containerFields(input),
    signal: call.signal,
    timeoutMs: STREAM_TIMEOUT_MS,
    ...(input.TargetVariant !== undefined && { variant: input.TargetVariant }),
    ...targetOf(input),
    streamed: {
      take(answer) {
        head.resolve(answer);
        return taken.promise;
      },
    },
  });
  void invoked.then((outcome) =>
    metrics.record(call, input.EndpointName, outcome, clock.monotonic() - startedAt),
  );
  const first = await Promise.race([head.promise, invoked]);
  if (!('pieces' in first)) {
    if (first.kind === 'answered') throw new Error('an answer went past who was to take it');
    throw faultOf(input, first, call);
  }
  const measure = streamMetrics.begin(call, input.EndpointName, first, startedAt);
  return {
    Body: parts(first, invoked, taken.resolve, measure),
    ContentType: first.headers.get('content-type'),
    InvokedProductionVariant: first.variant,
    CustomAttributes: first.headers.get(ATTRIBUTES_KEY),
  };
}

async function* parts(
  { pieces }: StreamedAnswer,
  invoked: Promise<Outcome>,
  taken: () => void,
  measure: { firstPart(): void; ended(outcome: Outcome): void },
): AsyncGenerator<ResponseStream> {
  try {
    let first = true;
    for await (const Bytes of pieces) {
      if (first) measure.firstPart();
      first = false;
      yield { PayloadPart: { Bytes } };
    }
  } catch {
    // why it broke off is said by the outcome
  } finally {
    taken();
  }
  const outcome = await invoked;
  measure.ended(outcome);
  const fault = midStreamFault(outcome);
  if (fault) throw fault;
}

function refuseUnbuilt(input: Input): void {
  const { InferenceComponentName, SessionId } = input;
  if (InferenceComponentName !== undefined) throw notImplemented('InferenceComponentName');
  if (SessionId !== undefined) throw notImplemented('SessionId');
}
