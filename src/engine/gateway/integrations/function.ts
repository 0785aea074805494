import { Headers } from '../headers.ts';
import type { IsBinary } from '../media.ts';
import { internalError, Refusal } from '../refusal.ts';
import type { Integrate } from '../request.ts';
import type { IntegrationSpec } from '../spec.ts';
import { errorMessage, functionFailure, invocationUrl, sourceArn } from './function-proxy.ts';
import { fillStageVariables, type IntegrationContext } from './context.ts';
import { compileRequestBody } from './request-body.ts';
import { compileRequestMapping } from './request-mapping.ts';
import { compileResponses } from './select-response.ts';

type Spec = Extract<IntegrationSpec, { kind: 'function' }>;

const json = new Headers(['Content-Type', 'application/json']);

/**
 * A function is given the mapped body, and its result is mapped to the answer: the custom (non-proxy) integration.
 * An error of the function is selected by its message.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
 */
export function compileFunction(spec: Spec, isBinary: IsBinary, context: IntegrationContext): Integrate {
  const mapBody = compileRequestBody(spec, isBinary);
  const mapParameters = compileRequestMapping(spec.requestParameters);
  const mapAnswer = compileResponses(spec.responses, isBinary);
  return async (request) => {
    if (spec.httpMethod !== 'POST' && spec.httpMethod !== 'ANY') {
      return {
        answer: internalError('Execution failed due to configuration error: Invalid integration method'),
        endpoint: {},
      };
    }
    const body = mapBody(request);
    if (body instanceof Refusal) return { answer: body, endpoint: {} };
    const { stage, log } = request;
    const functionArn = fillStageVariables(spec.functionArn, stage.variables);
    if (log.tracing) log.trace(`Endpoint request body after transformations: ${body.toString()}`);
    if (log.detailed) log.info(`Sending request to ${invocationUrl(stage.api.region, functionArn)}`);
    const outcome = await context.functions.invoke({
      functionArn,
      payload: body.length === 0 ? Buffer.from('{}') : body,
      sourceArn: sourceArn(request),
      sourceAccount: stage.api.account,
      region: stage.api.region,
      ...(spec.roleArn === undefined ? {} : { roleArn: fillStageVariables(spec.roleArn, stage.variables) }),
      asynchronous: mapParameters(request).headers.some(isEventInvocation),
      signal: context.closing,
    });
    if (outcome.kind === 'accepted') {
      const answer = { status: 202, headers: json, body: Buffer.alloc(0) };
      return { answer: mapAnswer(request, answer, ''), endpoint: { status: 202 } };
    }
    if (outcome.kind === 'invalid') {
      const body = Buffer.from(JSON.stringify({ Type: 'User', message: outcome.message }));
      return {
        answer: mapAnswer(request, { status: 400, headers: json, body }, ''),
        endpoint: { status: 400 },
      };
    }
    if (outcome.kind !== 'answered') {
      const { refusal, status } = functionFailure(outcome);
      return { answer: refusal, endpoint: { status, error: refusal.reason } };
    }
    const endpoint = {
      status: 200,
      ...(outcome.requestId === undefined ? {} : { requestId: outcome.requestId }),
    };
    const payload = Buffer.from(outcome.payload);
    if (log.tracing) log.trace(`Endpoint response body before transformations: ${payload.toString()}`);
    const selection = outcome.functionError === undefined ? '' : errorMessage(payload);
    return { answer: mapAnswer(request, { status: 200, headers: json, body: payload }, selection), endpoint };
  };
}

const isEventInvocation = ([name, value]: readonly [string, string]): boolean =>
  name.toLowerCase() === 'x-amz-invocation-type' && value === 'Event';
