import { Headers } from '../headers.ts';
import type { IsBinary } from '../media.ts';
import { misconfigured, Refusal } from '../refusal.ts';
import type { Integrate } from '../request.ts';
import type { IntegrationSpec } from '../spec.ts';
import { compileRequestBody } from './request-body.ts';
import { compileResponses } from './select-response.ts';

type Spec = Extract<IntegrationSpec, { kind: 'mock' }>;

const noHeaders = new Headers([]);
const noBody = Buffer.alloc(0);

/**
 * Answers by itself: the request template says the status, the integration response of that status the rest.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function compileMock(spec: Spec, isBinary: IsBinary): Integrate {
  const mapBody = compileRequestBody(spec, isBinary);
  const mapAnswer = compileResponses(spec.responses, isBinary);
  return async (request) => {
    const body = mapBody(request);
    if (body instanceof Refusal) return { answer: body, endpoint: {} };
    const status = mockStatus(body.toString());
    if (status === undefined) {
      const reason =
        'Unable to parse statusCode. It should be an integer that is defined in the request template.';
      return { answer: misconfigured(reason), endpoint: {} };
    }
    const answer = { status, headers: noHeaders, body: noBody };
    return { answer: mapAnswer(request, answer, String(status)), endpoint: { status } };
  };
}

/** The `statusCode` of a rendered request template; JSON, or the looser form without quotes that API Gateway takes too. */
export function mockStatus(text: string): number | undefined {
  const found = /^\s*\{(?:.*,)?\s*["']?statusCode["']?\s*:\s*(\d{3})\s*(?:,.*)?\}\s*$/s.exec(text);
  return found ? Number(found[1]) : undefined;
}
