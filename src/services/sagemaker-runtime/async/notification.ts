import type { AsyncSettings } from '../hosted.ts';
import type { AsyncRequest } from './request.ts';
import type { Ended } from './result.ts';

/** The longest answer that goes with a notification, bytes. */
export const RESPONSE_IN_NOTIFICATION_BYTES = 128 * 1024;

/** A message for a topic of Amazon SNS. */
export interface Notification {
  readonly topicArn: string;
  /** A JSON document. */
  readonly message: string;
}

/**
 * What is to be told of a request that was processed; `undefined` when nobody asked for it.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
 */
export function notificationOf(
  settings: AsyncSettings,
  request: AsyncRequest,
  result: Ended,
  region: string,
  nowMs: number,
): Notification | undefined {
  const succeeded = result.kind === 'completed';
  const topicArn = succeeded ? settings.successTopic : settings.errorTopic;
  if (topicArn === undefined) return undefined;
  const withResponse = settings.responseIn.includes(succeeded ? 'success' : 'error');
  const { fields, input, endpoint, inferenceId } = request;
  const message = {
    awsRegion: region,
    eventTime: new Date(nowMs).toISOString(),
    receivedTime: new Date(request.acceptedMs).toISOString(),
    invocationStatus: succeeded ? 'Completed' : 'Failed',
    ...(!succeeded && { failureReason: result.reason }),
    requestParameters: {
      ...(fields['Accept'] !== undefined && { accept: fields['Accept'] }),
      ...(fields['Content-Type'] !== undefined && { contentType: fields['Content-Type'] }),
      endpointName: endpoint,
      ...('location' in input && { inputLocation: input.location }),
    },
    ...(succeeded && {
      responseParameters: { contentType: result.contentType, outputLocation: request.output },
    }),
    ...(!succeeded &&
      request.failure !== undefined && { responseParameters: { outputLocation: request.failure } }),
    ...(withResponse && result.response && { responseBody: encoded(result.response) }),
    inferenceId,
    eventVersion: '1.0',
    eventSource: 'aws:sagemaker',
    eventName: 'InferenceResult',
  };
  return { topicArn, message: JSON.stringify(message) };
}

function encoded(response: Buffer): { content: string; encoding: 'UTF-8' | 'BASE64' } {
  const content = response.toString('utf8');
  return Buffer.from(content, 'utf8').equals(response)
    ? { content, encoding: 'UTF-8' }
    : { content: response.toString('base64'), encoding: 'BASE64' };
}
