import type { Dispatcher } from 'undici';
import { PAYLOAD_BYTES } from '../body.ts';
import { Headers } from '../headers.ts';
import type { EndpointAnswer } from '../mapping.ts';
import type { IsBinary } from '../media.ts';
import type { Query } from '../query.ts';
import { internalError, networkFailure, Refusal } from '../refusal.ts';
import type { Integrate, Integrated, Validated } from '../request.ts';
import type { HttpTarget, IntegrationSpec } from '../spec.ts';
import { forwardedHeaders } from './forwarded.ts';
import { fillStageVariables, type IntegrationContext } from './context.ts';
import { remapped } from './remap.ts';
import { compileRequestBody } from './request-body.ts';
import { compileRequestMapping, type MappedParameters } from './request-mapping.ts';
import { compileResponses } from './select-response.ts';

type Proxy = Extract<IntegrationSpec, { kind: 'http-proxy' }>;
type Mapped = Extract<IntegrationSpec, { kind: 'http' }>;
type Field = readonly [string, string];

/** Passes the request on to an HTTP endpoint, and its answer back. */
export function compileHttpProxy(spec: Proxy, context: IntegrationContext): Integrate {
  const map = compileRequestMapping(spec.requestParameters);
  return async (request, signal) => {
    const mapped = map(request);
    const passed = forwardedHeaders(request).filter(([name]) => !/^(host|content-encoding|via)$/i.test(name));
    const headers = [
      ...replaced(passed, mapped.headers),
      ['X-Amzn-Apigateway-Api-Id', request.stage.api.apiId] as const,
    ];
    const url = urlOf(spec, request, mapped, request.query);
    if (url instanceof Refusal) return { answer: url, endpoint: { error: url.reason } };
    return call({ spec, request, url, headers, body: request.body, signal, context }, (answer) => ({
      status: answer.status,
      headers: remapped(pairs(answer.headers), 'http-proxy'),
      body: answer.body,
    }));
  };
}

/** Sends mapped parameters and body to an HTTP endpoint, and maps its answer. */
export function compileHttp(spec: Mapped, isBinary: IsBinary, context: IntegrationContext): Integrate {
  const map = compileRequestMapping(spec.requestParameters);
  const mapBody = compileRequestBody(spec, isBinary);
  const mapAnswer = compileResponses(spec.responses, isBinary);
  return async (request, signal) => {
    const body = mapBody(request);
    if (body instanceof Refusal) return { answer: body, endpoint: {} };
    const mapped = map(request);
    const url = urlOf(spec, request, mapped, new Map());
    if (url instanceof Refusal) return { answer: url, endpoint: { error: url.reason } };
    const headers = replaced(
      [
        ['Accept', 'application/json'],
        ['User-Agent', `AmazonAPIGateway_${request.stage.api.apiId}`],
        ['Content-Type', request.headers.get('content-type') ?? 'application/json'],
        ['X-Amzn-Trace-Id', request.traceId],
        ['X-Amzn-Apigateway-Api-Id', request.stage.api.apiId],
      ],
      mapped.headers,
    );
    return call({ spec, request, url, headers, body, signal, context }, (answer) =>
      mapAnswer(request, answer, String(answer.status)),
    );
  };
}

interface Call {
  readonly spec: HttpTarget;
  readonly request: Validated;
  readonly url: URL;
  readonly headers: readonly Field[];
  readonly body: Buffer;
  readonly signal: AbortSignal;
  readonly context: IntegrationContext;
}

async function call(
  { spec, request, url, headers, body, signal, context }: Call,
  read: (answer: EndpointAnswer) => Integrated['answer'],
): Promise<Integrated> {
  const method = spec.httpMethod === 'ANY' ? request.method : spec.httpMethod;
  const bodyless = method === 'GET' || method === 'HEAD' || (body.length === 0 && method === 'OPTIONS');
  if (request.log.detailed) request.log.info(`Sending request to ${url.href}`);
  try {
    const client = await context.http.get(spec.insecure);
    const response = await client.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      body: bodyless ? null : body,
      responseHeaders: 'raw',
      signal,
    });
    const bytes = await readBounded(response.body);
    const { statusCode: status } = response;
    if (!bytes)
      return { answer: internalError('The endpoint answered more than 10 MB'), endpoint: { status } };
    const answer = { status, headers: new Headers(rawStrings(response.headers)), body: bytes };
    if (request.log.tracing)
      request.log.trace(`Endpoint response body before transformations: ${bytes.toString()}`);
    return { answer: read(answer), endpoint: { status } };
  } catch (error) {
    const refusal = networkFailure((error as Error).message);
    return { answer: refusal, endpoint: { error: refusal.reason } };
  }
}

async function readBounded(body: Dispatcher.ResponseData['body']): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > PAYLOAD_BYTES) {
      body.destroy();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The endpoint's URL with path parameters, stage variables and query filled in. */
function urlOf(spec: HttpTarget, request: Validated, mapped: MappedParameters, query: Query): URL | Refusal {
  const filled = fillStageVariables(spec.uri, request.stage.variables).replace(
    /\{(\w+)\+?\}/g,
    (whole, name: string) => mapped.path[name] ?? whole,
  );
  const text = /^https?:\/\//.test(filled) ? filled : `http://${filled}`;
  if (!URL.canParse(text))
    return internalError(`Execution failed due to configuration error: Invalid endpoint address: ${text}`);
  const url = new URL(text);
  for (const [name, values] of query) for (const value of values) url.searchParams.append(name, value);
  for (const [name, values] of mapped.query) for (const value of values) url.searchParams.append(name, value);
  return url;
}

/** Fields with some of them, or more, set anew. */
function replaced(fields: readonly Field[], by: readonly Field[]): Field[] {
  const names = new Set(by.map(([name]) => name.toLowerCase()));
  return [...fields.filter(([name]) => !names.has(name.toLowerCase())), ...by];
}

const pairs = ({ raw }: Headers): Field[] => {
  const fields: Field[] = [];
  for (let i = 0; i < raw.length; i += 2) fields.push([raw[i] as string, raw[i + 1] as string]);
  return fields;
};

const rawStrings = (headers: unknown): string[] =>
  (headers as (Buffer | string)[]).map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
