/**
 * Predicts a station's daily ridership for a batch of raw records. Ordinary Lambda code: it runs on AWS unchanged.
 * Environment: ENDPOINT_NAME, the SageMaker endpoint that serves the model.
 */
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { featuresOf, type RawRecord } from './features.ts';
import { Reference } from './reference.ts';
import data from './reference.json' with { type: 'json' };

/** The parts of API Gateway's proxy event (payload 1.0) that are used. */
interface ProxyEvent {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const runtime = new SageMakerRuntimeClient();
const reference = new Reference(data);

/** Takes `[{"date": "2016-08-29", "temperature": 76, ...}, ...]`, returns `[21.3, ...]`: thousands of entries a day, in order. */
export async function handler(event: ProxyEvent): Promise<ProxyResult> {
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : event.body;
  const records = JSON.parse(body ?? '[]') as RawRecord[];
  let features: number[][];
  try {
    features = records.map((record) => featuresOf(record, reference));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return respond(400, { message: error.message });
  }
  const answer = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName: process.env['ENDPOINT_NAME'],
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: features.map((row) => row.join(',')).join('\n'),
    }),
  );
  const predictions = Buffer.from(answer.Body).toString().trim().split('\n').map(Number);
  return respond(200, predictions, {
    'x-amzn-invoked-production-variant': answer.InvokedProductionVariant ?? '',
  });
}

const respond = (statusCode: number, body: unknown, headers: Record<string, string> = {}): ProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
