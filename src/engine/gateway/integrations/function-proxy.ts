import type { FunctionOutcome } from '../functions-port.ts';
import type { IsBinary } from '../media.ts';
import { badGateway, internalError, type Refusal, requestTooLarge } from '../refusal.ts';
import type { Integrate, Integrated, Validated } from '../request.ts';
import type { IntegrationSpec } from '../spec.ts';
import { fillStageVariables, type IntegrationContext } from './context.ts';
import { proxyAnswer } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import { compileRequestMapping } from './request-mapping.ts';

type Spec = Extract<IntegrationSpec, { kind: 'function-proxy' }>;

/** A function is given the whole request and returns the whole answer. */
export function compileFunctionProxy(spec: Spec, isBinary: IsBinary, context: IntegrationContext): Integrate {
  const mapping = compileRequestMapping(spec.requestParameters);
  return async (request) => {
    if (spec.httpMethod !== 'POST' && spec.httpMethod !== 'ANY') {
      return failed(internalError('Execution failed due to configuration error: Invalid integration method'));
    }
    const { stage, log } = request;
    const payload = proxyEvent(request, isBinary, mapping(request).headers);
    const functionArn = fillStageVariables(spec.functionArn, stage.variables);
    if (log.tracing) log.trace(`Endpoint request body after transformations: ${payload.toString()}`);
    if (log.detailed) log.info(`Sending request to ${invocationUrl(stage.api.region, functionArn)}`);
    const outcome = await context.functions.invoke({
      functionArn,
      payload,
      sourceArn: sourceArn(request),
      sourceAccount: stage.api.account,
      region: stage.api.region,
      ...(spec.roleArn === undefined ? {} : { roleArn: fillStageVariables(spec.roleArn, stage.variables) }),
      asynchronous: false,
      signal: context.closing,
    });
    return read(outcome, request, isBinary);
  };
}

function read(outcome: FunctionOutcome, request: Validated, isBinary: IsBinary): Integrated {
  if (outcome.kind === 'accepted') return failed(badGateway('Lambda answered nothing'), 202);
  if (outcome.kind !== 'answered') {
    const failure = functionFailure(outcome);
    return failed(failure.refusal, failure.status);
  }
  const endpoint = {
    status: 200,
    ...(outcome.requestId === undefined ? {} : { requestId: outcome.requestId }),
  };
  const { log } = request;
  if (log.tracing)
    log.trace(`Endpoint response body before transformations: ${Buffer.from(outcome.payload).toString()}`);
  if (outcome.functionError !== undefined) {
    const reason = `Lambda execution failed with status 200 due to customer function error: ${errorMessage(outcome.payload)}. Lambda request id: ${outcome.requestId ?? '-'}`;
    return { answer: badGateway(reason), endpoint: { ...endpoint, error: reason } };
  }
  return { answer: proxyAnswer(outcome.payload, request, isBinary), endpoint };
}

const failed = (answer: Refusal, status?: number): Integrated => ({
  answer,
  endpoint: { error: answer.reason, ...(status === undefined ? {} : { status }) },
});

/** What the gateway answers when a function could not be invoked, and the status Lambda gave. */
export function functionFailure(outcome: Exclude<FunctionOutcome, { kind: 'answered' | 'accepted' }>): {
  refusal: Refusal;
  status: number;
} {
  switch (outcome.kind) {
    case 'denied':
      return {
        refusal: internalError(
          `Execution failed due to configuration error: Invalid permissions on Lambda function: ${outcome.message}`,
        ),
        status: 403,
      };
    case 'not-found':
      return {
        refusal: internalError(
          `Execution failed due to configuration error: Invalid permissions on Lambda function: ${outcome.message}`,
        ),
        status: 404,
      };
    case 'throttled':
      return {
        refusal: internalError(`Lambda invocation failed with status: 429. ${outcome.message}`),
        status: 429,
      };
    case 'too-large':
      return { refusal: requestTooLarge(), status: 413 };
    case 'invalid':
      return {
        refusal: badGateway(`Lambda invocation failed with status: 400. ${outcome.message}`),
        status: 400,
      };
    case 'failed':
      return { refusal: badGateway(`Lambda invocation failed: ${outcome.message}`), status: 500 };
  }
}

/** `arn:aws:execute-api:region:account:api/stage/GET/pets/{id}` with the route's own path, which a function's policy is asked about. */
export function sourceArn({ stage, route, method }: Validated): string {
  const { region, account, apiId } = stage.api;
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.name}/${method}${route.resourcePath}`;
}

/** Where AWS would send it, for the log. */
export const invocationUrl = (region: string, functionArn: string): string =>
  `https://lambda.${region}.amazonaws.com/2015-03-31/functions/${functionArn}/invocations`;

/** The `errorMessage` of a function's error, or nothing. */
export function errorMessage(payload: Uint8Array): string {
  try {
    const error: unknown = JSON.parse(Buffer.from(payload).toString());
    const message =
      typeof error === 'object' && error !== null && 'errorMessage' in error && error.errorMessage;
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}
