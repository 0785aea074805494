import { contextVariable } from './context-variables.ts';
import { mediaType } from './headers.ts';
import { compileRequestValue, parseTarget } from './mapping.ts';
import type { Refusal } from './refusal.ts';
import type { Answer, Seen } from './request.ts';
import type { GatewayResponseSpec } from './spec.ts';
import { substitute } from './template.ts';

/**
 * The answer to a refused request, as the API's gateway responses word it: those of its type, else of DEFAULT_4XX or
 * DEFAULT_5XX, else `{"message": ...}`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function gatewayAnswer(refusal: Refusal, request: Seen): Answer {
  const { gatewayResponses } = request.stage.api;
  const own = gatewayResponses[refusal.type];
  const general = gatewayResponses[refusal.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX'];
  const spec = own ?? general;
  if (!spec) return plainAnswer(refusal);
  const { type, text } = chooseTemplate(spec, request);
  const headers: [string, string][] = [
    ['Content-Type', type],
    ['x-amzn-ErrorType', refusal.errorType],
  ];
  for (const [to, from] of Object.entries(spec.parameters)) {
    const target = parseTarget(to, 'gatewayresponse.');
    const value = target?.location === 'header' ? compileRequestValue(from)?.(request) : undefined;
    if (target && value !== undefined) headers.push([target.name, [value].flat().join(',')]);
  }
  const status = spec.status ?? refusal.status;
  return { status, headers: lastOfEach(headers), body: rendered(text, refusal, request, status) };
}

/** The answer to a request that no API is there for. */
export function plainAnswer(refusal: Refusal): Answer {
  const member = refusal.type === 'ACCESS_DENIED' ? 'Message' : 'message';
  return {
    status: refusal.status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', refusal.errorType],
    ],
    body: JSON.stringify({ [member]: refusal.message }),
  };
}

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

function chooseTemplate({ templates }: GatewayResponseSpec, request: Seen): { type: string; text: string } {
  const accept = mediaType(request.headers.get('accept'));
  const type = [accept, 'application/json', ...Object.keys(templates)].find((name) =>
    Object.hasOwn(templates, name),
  );
  return type === undefined
    ? { type: 'application/json', text: DEFAULT_TEMPLATE }
    : { type, text: templates[type] as string };
}

/** Plain substitution: gateway responses know no template language. */
function rendered(text: string, refusal: Refusal, request: Seen, status: number): string {
  const value = (name: string): string | undefined => {
    if (name.startsWith('context.'))
      return contextVariable(name.slice('context.'.length), request, { refusal, status });
    if (name.startsWith('stageVariables.'))
      return request.stage.variables[name.slice('stageVariables.'.length)];
    const found = compileRequestValue(name)?.(request);
    return found === undefined ? undefined : [found].flat().join(',');
  };
  return substitute(text, value, '');
}

/** A mapped Content-Type takes the place of the template's. */
function lastOfEach(headers: readonly [string, string][]): [string, string][] {
  const byName = new Map<string, [string, string]>();
  for (const field of headers) byName.set(field[0].toLowerCase(), field);
  return [...byName.values()];
}
