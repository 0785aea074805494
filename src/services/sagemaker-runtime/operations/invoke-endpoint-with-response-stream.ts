import type {
  InvokeEndpointWithResponseStreamCommand,
  ResponseStream,
} from '@aws-sdk/client-sagemaker-runtime';
import type { Outcome, StreamedAnswer } from '../../../engine/endpoints/index.ts';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { KeptAnswer } from '../capture/kept-answer.ts';
import { captured } from '../capture/line.ts';
import { servedAs } from '../component.ts';
import { ATTRIBUTES_KEY, containerFields } from '../container-fields.ts';
import type { SageMakerRuntimeContext } from '../context.ts';
import { wrongInferenceType } from '../faults.ts';
import type { HostedEndpoint } from '../hosted.ts';
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
  const { call, endpoints, metrics, componentMetrics, clock, hosted } = context;
  const { InferenceComponentName: component } = input;
  const startedAt = clock.monotonic();
  const endpoint = hosted.find(call, input.EndpointName);
  if (endpoint?.asyncInference) throw wrongInferenceType(input.EndpointName, call);
  const head = Promise.withResolvers<StreamedAnswer>();
  const taken = Promise.withResolvers<void>();
  const invoked = endpoints.invoke(servedAs(call, input, endpoint), {
    body: checkedBody(input.Body, endpoint?.maxPayloadBytes),
    headers: containerFields(input),
    caller: call,
    timeoutMs: STREAM_TIMEOUT_MS,
    ...(input.TargetVariant !== undefined && { variant: input.TargetVariant }),
    ...(input.SessionId !== undefined && { session: input.SessionId }),
    ...targetOf(input),
    streamed: {
      take(answer) {
        head.resolve(answer);
        return taken.promise;
      },
    },
  });
  const measured = invoked.then((outcome) => {
    const totalMs = clock.monotonic() - startedAt;
    metrics.record(call, endpoint?.name ?? input.EndpointName, outcome, totalMs);
    if (component !== undefined) componentMetrics.record(call, component, outcome, totalMs);
    return outcome;
  });
  const first = await Promise.race([head.promise, measured]);
  if (!('pieces' in first)) {
    if (first.kind === 'answered') throw new Error('an answer went past who was to take it');
    throw faultOf(input, first, call);
  }
  return {
    Body: parts(first.pieces, measured, taken.resolve, watch(input, context, endpoint, first, startedAt)),
    ContentType: first.headers.get('content-type'),
    InvokedProductionVariant: first.variant,
    CustomAttributes: first.headers.get(ATTRIBUTES_KEY),
  };
}

/** Sees a streamed answer go by. */
interface Watch {
  part(bytes: Uint8Array): void;
  ended(outcome: Outcome): void;
}

async function* parts(
  pieces: StreamedAnswer['pieces'],
  invoked: Promise<Outcome>,
  taken: () => void,
  watched: Watch,
): AsyncGenerator<ResponseStream> {
  try {
    for await (const Bytes of pieces) {
      watched.part(Bytes);
      yield { PayloadPart: { Bytes } };
    }
  } catch {
    // why it broke off is said by the outcome
  } finally {
    taken();
  }
  const outcome = await invoked;
  watched.ended(outcome);
  const fault = midStreamFault(outcome);
  if (fault) throw fault;
}

/** Measures the answer, and captures it where that is asked for. */
function watch(
  input: Input,
  { call, streamMetrics, capture }: SageMakerRuntimeContext,
  endpoint: HostedEndpoint | undefined,
  answer: StreamedAnswer,
  startedAt: number,
): Watch {
  const measure = streamMetrics.begin(call, endpoint?.name ?? input.EndpointName, answer, startedAt);
  const kept = endpoint?.capture && capture.samples(endpoint.capture) ? new KeptAnswer() : undefined;
  let first = true;
  return {
    part(bytes) {
      if (first) measure.firstPart();
      first = false;
      kept?.add(bytes);
    },
    ended(outcome) {
      measure.ended(outcome);
      const data = outcome.kind === 'answered' ? kept?.whole : undefined;
      if (!endpoint || !data) return;
      const contentType = answer.headers.get('content-type');
      capture.add(call, endpoint, answer.variant, captured(call, input, { contentType, data }));
    },
  };
}
