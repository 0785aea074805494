// The function of `postern serve`: hands the batch to the endpoint as it is and returns the predictions, one a record.
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

const runtime = new SageMakerRuntimeClient();

export async function handler(event) {
  const instances = JSON.parse(
    event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body,
  );
  try {
    const answer = await runtime.send(
      new InvokeEndpointCommand({
        EndpointName: process.env.ENDPOINT_NAME,
        ContentType: 'application/json',
        Accept: 'application/json',
        Body: JSON.stringify({ instances }),
      }),
    );
    const { predictions } = JSON.parse(Buffer.from(answer.Body).toString());
    return respond(200, predictions, {
      'x-amzn-invoked-production-variant': answer.InvokedProductionVariant,
    });
  } catch (error) {
    if (error.name !== 'ModelError' || !(error.OriginalStatusCode < 500)) throw error;
    return respond(400, { message: error.OriginalMessage });
  }
}

const respond = (statusCode, body, headers = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
