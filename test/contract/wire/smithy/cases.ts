import type { AstModel, AstShape } from '../../../../tools/smithy/ast.ts';
import { resolveModel } from '../../../../tools/smithy/resolve.ts';

const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

/** What the response to a case must be. */
export interface ExpectedResponse {
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly forbidHeaders?: readonly string[];
  readonly requireHeaders?: readonly string[];
  readonly body?: string;
  readonly bodyMediaType?: string;
  /** A regular expression the error's message must match. */
  readonly messageRegex?: string;
}

/** One case of the public protocol tests, as a line for the probe and what must come back. */
export interface Case {
  readonly name: string;
  readonly protocol: string;
  readonly line: Readonly<Record<string, unknown>>;
  /** The input that must be decoded. */
  readonly input?: unknown;
  /** The response that must be encoded. */
  readonly response?: ExpectedResponse;
  /** The request must be refused; with `response`, like that. */
  readonly refused?: boolean;
}

interface TestCase extends ExpectedResponse {
  readonly id: string;
  readonly protocol: string;
  readonly appliesTo?: 'client' | 'server';
  readonly params?: unknown;
}

interface MalformedCase extends TestCase {
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: {
    readonly code: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: {
      readonly mediaType: string;
      readonly assertion: { contents?: string; messageRegex?: string };
    };
  };
  readonly testParameters?: Readonly<Record<string, readonly string[]>>;
}

interface EventCase extends TestCase {
  readonly initialRequestParams?: Readonly<Record<string, unknown>>;
  readonly initialRequest?: Readonly<Record<string, unknown>>;
  readonly initialResponseParams?: Readonly<Record<string, unknown>>;
  readonly initialResponse?: ExpectedResponse;
  readonly events?: readonly { type: 'request' | 'response'; params?: unknown; bytes?: string }[];
  readonly expectation?: { readonly failure?: unknown };
}

/** Every case of a model that is meant for servers. */
export function readCases(model: AstModel): Case[] {
  const shapes = resolveModel(model);
  const cases: Case[] = [];
  for (const [service, shape] of shapes) {
    if (shape.type !== 'service') continue;
    const errors = new Set<string>();
    for (const { target } of shape.operations ?? []) {
      const operation = shapes.get(target);
      if (!operation) continue;
      cases.push(...operationCases(service, target, operation, shapes));
      for (const error of operation.errors ?? []) errors.add(error.target);
    }
    for (const error of errors) cases.push(...errorCases(service, error, shapes.get(error)));
  }
  return cases;
}

function casesOf<T extends TestCase>(shape: AstShape | undefined, name: string): readonly T[] {
  const cases = (shape?.traits?.[`smithy.test#${name}`] ?? []) as readonly T[];
  return cases.filter(({ appliesTo }) => appliesTo !== 'client');
}

function operationCases(
  service: string,
  operation: string,
  shape: AstShape,
  shapes: ReadonlyMap<string, AstShape>,
): Case[] {
  const cases: Case[] = [];
  for (const test of casesOf(shape, 'httpRequestTests')) {
    const { id, protocol, params } = test;
    const named = routes(test) ? {} : { operation };
    cases.push({
      name: id,
      protocol,
      line: { kind: 'request', service, ...named, ...test },
      input: params ?? {},
    });
  }
  for (const test of casesOf(shape, 'httpResponseTests')) {
    const { id, protocol, params } = test;
    const line = { kind: 'response', service, protocol, operation, output: params ?? {} };
    cases.push({ name: id, protocol, line, response: test });
  }
  for (const test of casesOf<MalformedCase>(shape, 'httpMalformedRequestTests')) {
    cases.push(...malformedCases(service, test));
  }
  for (const test of casesOf<EventCase>(shape, 'eventStreamTests')) {
    cases.push(...eventCases(service, operation, shape, test, shapes));
  }
  return cases;
}

/** Whether a request tells its operation: some cases of AWS JSON leave the target out. */
function routes({ protocol, headers = {} }: TestCase): boolean {
  return !protocol.includes('awsJson') || 'X-Amz-Target' in headers;
}

function errorCases(service: string, error: string, shape: AstShape | undefined): Case[] {
  return casesOf(shape, 'httpResponseTests').map((test) => ({
    name: test.id,
    protocol: test.protocol,
    line: { kind: 'error', service, protocol: test.protocol, error, params: test.params ?? {} },
    response: test,
  }));
}

function malformedCases(service: string, test: MalformedCase): Case[] {
  const { id, protocol, testParameters } = test;
  const count = testParameters ? Math.max(...Object.values(testParameters).map(({ length }) => length)) : 1;
  return Array.from({ length: count }, (_, index) => {
    const { request, response } = expand(test, testParameters, index) as MalformedCase;
    const { contents, messageRegex } = response.body?.assertion ?? {};
    return {
      name: count > 1 ? `${id} ${index}` : id,
      protocol,
      line: { kind: 'request', service, protocol, request },
      refused: true,
      response: {
        code: response.code,
        ...(response.headers && { headers: response.headers }),
        ...(contents !== undefined && { body: contents, bodyMediaType: response.body?.mediaType ?? '' }),
        ...(messageRegex !== undefined && { messageRegex }),
      },
    };
  });
}

/** `$name:L` is the parameter itself, `$name:S` the parameter in quotes, `$$` a dollar. */
function expand(value: unknown, parameters: MalformedCase['testParameters'], index: number): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$(?:\$|(\w+):([LS]))/g, (whole, name: string | undefined, form: string) => {
      if (name === undefined) return '$';
      const parameter = parameters?.[name]?.[index];
      if (parameter === undefined) return whole;
      return form === 'S' ? JSON.stringify(parameter) : parameter;
    });
  }
  if (Array.isArray(value)) return value.map((item) => expand(item, parameters, index));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === 'testParameters' ? item : expand(item, parameters, index),
  ]);
  return Object.fromEntries(entries);
}

function eventCases(
  service: string,
  operation: string,
  shape: AstShape,
  test: EventCase,
  shapes: ReadonlyMap<string, AstShape>,
): Case[] {
  const { id, protocol, events = [], initialRequest = {}, initialResponse } = test;
  const http = shape.traits?.['smithy.api#http'] as { method: string; uri: string };
  const cases: Case[] = [];
  const requests = events.filter(({ type }) => type === 'request');
  const refused = test.expectation?.failure !== undefined;
  if (requests.length > 0 || test.initialRequest) {
    const body = Buffer.concat(requests.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))).toString(
      'base64',
    );
    const headers = {
      'Content-Type': EVENT_STREAM_TYPE,
      ...(initialRequest.headers as object),
    };
    const fields = { ...http, ...initialRequest, headers, body, bodyEncoding: 'base64' };
    const member = streamMember(shape.input?.target, shapes);
    const input = {
      ...test.initialRequestParams,
      ...(member && { [member]: requests.map(({ params }) => params) }),
    };
    const line = { kind: 'request', service, protocol, request: fields };
    cases.push({ name: id, protocol, line, ...(refused ? { refused } : { input }) });
  }
  const responses = events.filter(({ type }) => type === 'response');
  if (!refused && (responses.length > 0 || initialResponse)) {
    const member = streamMember(shape.output?.target, shapes);
    const body = Buffer.concat(responses.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))).toString(
      'base64',
    );
    const output = {
      ...test.initialResponseParams,
      ...(member && { [member]: responses.map(({ params }) => params) }),
    };
    const line = { kind: 'response', service, protocol, operation, output };
    cases.push({
      name: id,
      protocol,
      line,
      response: {
        ...initialResponse,
        ...(responses.length > 0 && { body, bodyMediaType: EVENT_STREAM_TYPE }),
      },
    });
  }
  return cases;
}

function streamMember(
  structure: string | undefined,
  shapes: ReadonlyMap<string, AstShape>,
): string | undefined {
  const members = shapes.get(structure ?? '')?.members ?? {};
  return Object.keys(members).find((name) => {
    const target = shapes.get(members[name]?.target ?? '');
    return target?.traits?.['smithy.api#streaming'] !== undefined;
  });
}
