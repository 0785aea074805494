import { contextVariable } from './context-variables.ts';
import type { Headers } from './headers.ts';
import type { Seen } from './request.ts';

/** Reads one value out of a request; several values for a multi-value parameter. */
export type RequestValue = (request: Seen) => string | readonly string[] | undefined;

/** What an integration answered, before it is mapped. */
export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Reads one value out of an integration's answer and its request. */
export type AnswerValue = (request: Seen, answer: EndpointAnswer) => string | undefined;

/** Where a mapped value goes. */
export interface Target {
  readonly location: 'header' | 'querystring' | 'path';
  readonly name: string;
}

/** Splits `integration.request.header.X`, `method.response.header.X` and the like; undefined: it is none. */
export function parseTarget(text: string, prefix: string): Target | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const match = /^(header|querystring|path)\.([!-~]+)$/.exec(text.slice(prefix.length));
  return match ? { location: match[1] as Target['location'], name: match[2] as string } : undefined;
}

/**
 * Compiles a mapping expression over the request: `method.request.{header|querystring|path}.x`, their `multivalue` forms,
 * `method.request.body[.json.path]`, `context.x`, `stageVariables.x`, `'static'`. Undefined: it is none.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function compileRequestValue(expression: string): RequestValue | undefined {
  const general = compileGeneral(expression);
  if (general) return general;
  const parameter =
    /^method\.request\.(header|multivalueheader|querystring|multivaluequerystring|path)\.([!-~]+)$/.exec(
      expression,
    );
  if (parameter) return parameterValue(parameter[1] as string, parameter[2] as string);
  const path = bodyPath(expression, 'method.request.body');
  return path && ((request) => (request.body ? jsonAt(request.body, path) : undefined));
}

/** Compiles a mapping expression over an integration's answer; undefined: it is none. */
export function compileAnswerValue(expression: string): AnswerValue | undefined {
  const general = compileGeneral(expression);
  if (general) return general;
  const header = /^integration\.response\.(header|multivalueheader)\.([!-~]+)$/.exec(expression);
  if (header) {
    const name = (header[2] as string).toLowerCase();
    if (header[1] === 'header') return (_, { headers }) => headers.get(name);
    return (_, { headers }) => headers.all(name).join(',') || undefined;
  }
  const path = bodyPath(expression, 'integration.response.body');
  return path && ((_, { body }) => jsonAt(body, path));
}

function compileGeneral(expression: string): ((request: Seen) => string | undefined) | undefined {
  if (expression.length > 1 && expression.startsWith("'") && expression.endsWith("'")) {
    const text = expression.slice(1, -1);
    return () => text;
  }
  if (expression.startsWith('context.')) {
    const name = expression.slice('context.'.length);
    return (request) => contextVariable(name, request);
  }
  if (expression.startsWith('stageVariables.')) {
    const name = expression.slice('stageVariables.'.length);
    return ({ stage }) => stage.variables[name];
  }
  return undefined;
}

function parameterValue(kind: string, name: string): RequestValue {
  const lower = name.toLowerCase();
  if (kind === 'header') return ({ headers }) => headers.get(lower);
  if (kind === 'multivalueheader') return ({ headers }) => headers.all(lower).join(',') || undefined;
  if (kind === 'querystring') return ({ query }) => query.get(name)?.at(-1);
  if (kind === 'multivaluequerystring') return ({ query }) => query.get(name);
  return ({ pathParameters }) => pathParameters?.[name];
}

type JsonPath = readonly (string | number)[];

/** The steps of `prefix.a.b[0]`; undefined when the expression is not one of these. */
function bodyPath(expression: string, prefix: string): JsonPath | undefined {
  if (expression === prefix) return [];
  if (!expression.startsWith(`${prefix}.`)) return undefined;
  const rest = expression.slice(prefix.length + 1).replace(/^\$\./, '');
  if (!/^[\w-]+(\[\d+\])*(\.[\w-]+(\[\d+\])*)*$/.test(rest)) return undefined;
  return [...rest.matchAll(/[\w-]+|\[(\d+)\]/g)].map((step) =>
    step[1] === undefined ? step[0] : Number(step[1]),
  );
}

function jsonAt(body: Buffer, path: JsonPath): string | undefined {
  if (path.length === 0) return body.toString();
  try {
    let value: unknown = JSON.parse(body.toString());
    for (const step of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Record<string | number, unknown>)[step];
    }
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
