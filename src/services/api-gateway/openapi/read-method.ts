import { notImplemented } from '../faults.ts';
import { type Document, type Json, object, text } from './document.ts';
import type { ImportedMethod } from './imported.ts';
import type { ModelCollector } from './models.ts';
import { readIntegration } from './read-integration.ts';

/** What methods of a path share. */
export interface PathSurroundings {
  readonly document: Document;
  readonly models: ModelCollector;
  readonly warnings: string[];
  /** Parameters of the whole path. */
  readonly shared: readonly unknown[];
}

/** Reads one operation of a path. */
export function readMethod(httpMethod: string, operation: Json, around: PathSurroundings): ImportedMethod {
  const { document } = around;
  const parameters = [...around.shared, ...list(operation['parameters'])].map((value) =>
    document.resolve(value),
  );
  const validatorName =
    text(operation['x-amazon-apigateway-request-validator']) ??
    text(document.root['x-amazon-apigateway-request-validator']);
  const operationName = text(operation['operationId']);
  const requestModels = readRequestModels(operation, parameters, around);
  const requestParameters = readParameters(parameters);
  return {
    method: {
      httpMethod,
      ...readSecurity(operation, document),
      ...(operationName === undefined ? {} : { operationName }),
      ...(Object.keys(requestParameters).length === 0 ? {} : { requestParameters }),
      ...(Object.keys(requestModels).length === 0 ? {} : { requestModels }),
    },
    ...(validatorName === undefined ? {} : { validatorName }),
    responses: readResponses(operation, around),
    ...readIntegration(operation, document),
  };
}

const locations: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' };

function readParameters(parameters: readonly Json[]): Record<string, boolean> {
  const read: Record<string, boolean> = {};
  for (const { in: where, name, required } of parameters) {
    const location = locations[String(where)];
    if (location !== undefined && typeof name === 'string') {
      read[`method.request.${location}.${name}`] = required === true;
    }
  }
  return read;
}

function readRequestModels(
  operation: Json,
  parameters: readonly Json[],
  { document, models }: PathSurroundings,
): Record<string, string> {
  const byType: [string, unknown][] = document.three
    ? contentSchemas(document.resolve(operation['requestBody']))
    : mediaTypes(operation['consumes'] ?? document.root['consumes']).flatMap((type) => {
        const body = parameters.find((parameter) => parameter['in'] === 'body');
        return body ? [[type, body['schema']]] : [];
      });
  return namedModels(byType, models);
}

function readResponses(operation: Json, { document, models, warnings }: PathSurroundings) {
  return Object.entries(object(operation['responses'])).flatMap(([statusCode, value]) => {
    if (!/^[1-5]\d\d$/.test(statusCode)) {
      warnings.push(`Response '${statusCode}' is ignored: only three-digit statuses are imported`);
      return [];
    }
    const response = document.resolve(value);
    const headers = Object.keys(object(response['headers']));
    const schemas: [string, unknown][] = document.three
      ? contentSchemas(response)
      : mediaTypes(operation['produces'] ?? document.root['produces']).map((type) => [
          type,
          response['schema'],
        ]);
    const responseModels = namedModels(schemas, models);
    return [
      {
        statusCode,
        ...(headers.length === 0
          ? {}
          : {
              responseParameters: Object.fromEntries(
                headers.map((name) => [`method.response.header.${name}`, false]),
              ),
            }),
        ...(Object.keys(responseModels).length === 0 ? {} : { responseModels }),
      },
    ];
  });
}

const contentSchemas = (holder: Json): [string, unknown][] =>
  Object.entries(object(holder['content'])).map(([type, media]) => [type, object(media)['schema']]);

const namedModels = (byType: readonly [string, unknown][], models: ModelCollector): Record<string, string> =>
  Object.fromEntries(
    byType.flatMap(([type, schema]): [string, string][] => {
      const name = models.nameOf(schema);
      return name === undefined ? [] : [[type, name]];
    }),
  );

const mediaTypes = (value: unknown): string[] => {
  const types = list(value).map(String);
  return types.length === 0 ? ['application/json'] : types;
};

/** By `x-amazon-apigateway-auth`, or by the security schemes of the operation or the document. */
function readSecurity(operation: Json, document: Document) {
  const named = text(object(operation['x-amazon-apigateway-auth'])['type']);
  const schemes = object(
    document.three
      ? object(document.root['components'])['securitySchemes']
      : document.root['securityDefinitions'],
  );
  let authorizationType = named?.toUpperCase() ?? 'NONE';
  let apiKeyRequired = false;
  for (const requirement of list(operation['security'] ?? document.root['security'])) {
    for (const name of Object.keys(object(requirement))) {
      const scheme = document.resolve(schemes[name]);
      if (scheme['x-amazon-apigateway-authorizer'] !== undefined)
        throw notImplemented('An authorizer of an OpenAPI document');
      if (scheme['x-amazon-apigateway-authtype'] === 'awsSigv4') authorizationType = 'AWS_IAM';
      else if (scheme['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key')
        apiKeyRequired = true;
    }
  }
  return { authorizationType, apiKeyRequired };
}

/** The value, when it is a list; else an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
