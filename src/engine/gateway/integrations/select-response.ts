import { RE2JS } from 're2js';
import { type AnswerValue, compileAnswerValue, type EndpointAnswer, parseTarget } from '../mapping.ts';
import type { IsBinary } from '../media.ts';
import { internalError, misconfigured, type Refusal } from '../refusal.ts';
import type { Answer, Validated } from '../request.ts';
import type { ContentHandling, IntegrationResponseSpec } from '../spec.ts';
import { compileTemplate, type Template } from '../template.ts';
import { remapped } from './remap.ts';

interface Response {
  readonly spec: IntegrationResponseSpec;
  readonly pattern: RE2JS | undefined;
  readonly headers: readonly { readonly name: string; readonly value: AnswerValue }[];
  readonly templates: readonly (readonly [string, Template | undefined])[];
}

/** Maps an endpoint's answer to the method's. `selection` is the status, or a function's error message. */
export type MapAnswer = (request: Validated, answer: EndpointAnswer, selection: string) => Answer | Refusal;

/**
 * Compiles the integration responses of a method: the first whose pattern matches the whole selection value, else the one without a pattern.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
 */
export function compileResponses(specs: readonly IntegrationResponseSpec[], isBinary: IsBinary): MapAnswer {
  const responses = specs.map(compileResponse);
  const fallback = responses.find(({ pattern }) => !pattern);
  return (request, answer, selection) => {
    const response = responses.find(({ pattern }) => pattern?.matches(selection)) ?? fallback;
    if (!response) {
      return misconfigured(
        `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${answer.status}`,
      );
    }
    const { spec } = response;
    const body = convert(answer, spec.contentHandling, isBinary, request);
    if (!body) return internalError('Unable to base64 decode the body.');
    const { template, type } = chooseTemplate(response, request);
    if (template === null) return internalError('The response template cannot be rendered');
    const mapped = response.headers.flatMap(({ name, value }): [string, string][] => {
      const found = value(request, answer);
      return found === undefined ? [] : [[name, found]];
    });
    const typed = mapped.some(([name]) => name.toLowerCase() === 'content-type');
    const headers: [string, string][] = typed ? mapped : [['Content-Type', type], ...mapped];
    return {
      status: spec.status,
      headers: remapped(headers, 'mapped'),
      body: template ? template(body) : body,
    };
  };
}

function compileResponse(spec: IntegrationResponseSpec): Response {
  return {
    spec,
    pattern: spec.selectionPattern === '' ? undefined : RE2JS.compile(spec.selectionPattern),
    headers: Object.entries(spec.parameters).flatMap(([to, from]) => {
      const target = parseTarget(to, 'method.response.');
      const value = compileAnswerValue(from);
      return target && value ? [{ name: target.name, value }] : [];
    }),
    templates: Object.entries(spec.templates).map(([type, text]) => [
      type,
      text ? compileTemplate(text) : (body) => body,
    ]),
  };
}

/** The template by Accept, else that of JSON, else the first; null: one that is not rendered here. */
function chooseTemplate(
  { templates }: Response,
  request: Validated,
): { template: Template | undefined | null; type: string } {
  if (templates.length === 0) return { template: undefined, type: 'application/json' };
  const accept = request.headers.get('accept');
  const chosen =
    templates.find(([type]) => type === accept) ??
    templates.find(([type]) => type === 'application/json') ??
    (templates[0] as (typeof templates)[number]);
  return { template: chosen[1] ?? null, type: chosen[0] };
}

/** Between bytes and base64 text, as the media types and `contentHandling` say; undefined: it is not base64. */
function convert(
  { headers, body }: EndpointAnswer,
  handling: ContentHandling | undefined,
  isBinary: IsBinary,
  request: Validated,
): Buffer | undefined {
  const bytes = isBinary(headers.get('content-type'));
  if (handling === 'to-text') return bytes ? Buffer.from(body.toString('base64')) : body;
  const wanted = handling === 'to-binary' || isBinary(request.headers.get('accept'));
  if (bytes) return wanted ? body : Buffer.from(body.toString('base64'));
  if (!wanted) return body;
  const text = body.toString('latin1');
  return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
