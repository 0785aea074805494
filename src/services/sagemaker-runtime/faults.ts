import type { CallContext } from '../../wire/index.ts';
import { Fault } from '../../wire/index.ts';

/** Errors of the data plane, in its words. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */

/** The longest message of a model that is passed on, characters. */
const MAX_MESSAGE = 64 * 1024;

export const validationError = (message: string): Fault => new Fault('ValidationError', 400, message);

export const endpointNotFound = (name: string, { account }: CallContext): Fault =>
  validationError(`Endpoint ${name} of account ${account} not found.`);

export const variantNotFound = (variant: string, name: string, { account }: CallContext): Fault =>
  validationError(`Variant ${variant} of endpoint ${name} of account ${account} not found.`);

/** No such session: it was closed, has expired, or the instance that knew it does not run any more. AWS does not document its words. */
export const sessionNotFound = (session: string | undefined, name: string, { account }: CallContext): Fault =>
  validationError(`Session ${session} of endpoint ${name} of account ${account} not found.`);

/** Asynchronous endpoints take `InvokeEndpointAsync` and nothing else; the others all but that. */
export const wrongInferenceType = (name: string, { account }: CallContext): Fault =>
  validationError(`Endpoint ${name} of account ${account} does not support this inference type.`);

/** 400: more requests at once than a serverless endpoint takes. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html */
export const throttled = (): Fault => new Fault('ThrottlingException', 400, 'Rate exceeded');

export const componentNotFound = (component: string, name: string, { account }: CallContext): Fault =>
  validationError(`Inference Component ${component} of endpoint ${name} of account ${account} not found.`);

/** 400: the component is scaled to zero. @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html */
export const noCopies = (): Fault =>
  validationError(
    'Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if ' +
      'configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API.',
  );

/** 503: nobody to serve it now. */
export const serviceUnavailable = (message: string): Fault => new Fault('ServiceUnavailable', 503, message);

export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);

/**
 * 424: the model answered an error, or (status 0) did not answer.
 * @param container which of several
 */
export function modelError(
  endpoint: string,
  status: number,
  message: string,
  call: CallContext,
  container = 'primary',
): Fault {
  const { region, account } = call;
  const OriginalMessage = message.length > MAX_MESSAGE ? message.slice(0, MAX_MESSAGE) : message;
  const group = `/aws/sagemaker/Endpoints/${endpoint}`;
  const blame = status >= 400 && status < 500 ? 'client' : 'server';
  return new Fault(
    'ModelError',
    424,
    `Received ${blame} error (${status}) from ${container} with message "${OriginalMessage}". See https://${region}.console.aws.amazon.com/` +
      `cloudwatch/home?region=${region}#logEventViewer:group=${group} in account ${account} for more information.`,
    {
      members: {
        OriginalStatusCode: status,
        OriginalMessage,
        LogStreamArn: `arn:aws:logs:${region}:${account}:log-group:${group}`,
      },
    },
  );
}

/** What SageMaker says in place of a model that did not answer. */
export const silence = {
  timedOut: (container = 'primary'): string =>
    `Your invocation timed out while waiting for a response from container ${container}. Review the latency metrics for ` +
    'each container in Amazon CloudWatch, resolve the issue, and try again.',
  lost: (endpoint: string): string =>
    `Amazon SageMaker could not get a response from the ${endpoint} endpoint. This can occur when CPU or memory ` +
    'utilization is high. To check your utilization, see Amazon CloudWatch. To fix this problem, use an instance type ' +
    'with more CPU capacity or memory.',
  tooLarge: (bytes: number): string =>
    `The response of the container is larger than the maximum of ${bytes} bytes.`,
};
