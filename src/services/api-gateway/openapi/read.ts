import { badRequest, notImplemented } from '../faults.ts';
import type { GatewayResponseRow } from '../records/rows.ts';
import { type Document, object, parseDocument, text, textOrNumber, texts } from './document.ts';
import type { ImportedApi } from './imported.ts';
import { ModelCollector } from './models.ts';
import { list, readMethod } from './read-method.ts';

/**
 * Reads an OpenAPI document with API Gateway's extensions.
 * @param apiId the API it is read for, which its models name
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export async function readOpenApi(
  body: unknown,
  apiId: string,
  parameters: Readonly<Record<string, string>> | undefined,
): Promise<ImportedApi> {
  const document = await parseDocument(body);
  const { root } = document;
  const basePath = parameters?.['basepath'] ?? 'ignore';
  if (basePath !== 'ignore' && text(root['basePath']))
    throw notImplemented(`Importing with basepath=${basePath}`);
  const info = object(root['info']);
  const name = text(info['title']);
  if (!name) throw badRequest('Invalid OpenAPI input.');
  const warnings: string[] = [];
  const models = new ModelCollector(document, apiId);
  const paths = readPaths(document, models, warnings);
  return {
    name,
    ...optional('description', text(info['description'])),
    ...optional('version', textOrNumber(info['version'])),
    ...settings(root),
    models: models.models,
    validators: readValidators(root['x-amazon-apigateway-request-validators']),
    gatewayResponses: Object.entries(object(root['x-amazon-apigateway-gateway-responses'])).map(
      readGatewayResponse,
    ),
    paths,
    warnings,
  };
}

function settings(root: Document['root']) {
  const types = root['x-amazon-apigateway-binary-media-types'];
  const compression = root['x-amazon-apigateway-minimum-compression-size'];
  const policy = root['x-amazon-apigateway-policy'];
  const endpoint = object(root['x-amazon-apigateway-endpoint-configuration']);
  if (list(endpoint['vpcEndpointIds']).length > 0) throw notImplemented('VPC endpoints of an API');
  return {
    ...(Array.isArray(types) ? { binaryMediaTypes: types.map(String) } : {}),
    ...(typeof compression === 'number' ? { minimumCompressionSize: compression } : {}),
    ...(policy === undefined ? {} : { policy: JSON.stringify(policy) }),
    ...optional('apiKeySource', text(root['x-amazon-apigateway-api-key-source'])),
    ...(typeof endpoint['disableExecuteApiEndpoint'] === 'boolean'
      ? { disableExecuteApiEndpoint: endpoint['disableExecuteApiEndpoint'] }
      : {}),
  };
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

function readPaths(document: Document, models: ModelCollector, warnings: string[]): ImportedApi['paths'] {
  return Object.entries(object(document.root['paths'])).map(([path, value]) => {
    if (!path.startsWith('/'))
      throw badRequest(`Unable to create resource at path '${path}': paths begin with a slash`);
    const item = document.resolve(value);
    const around = { document, models, warnings, shared: list(item['parameters']) };
    const found = methods.filter((name) => item[name] !== undefined);
    const any = item['x-amazon-apigateway-any-method'];
    return {
      path,
      methods: [
        ...found.map((name) => readMethod(name.toUpperCase(), object(item[name]), around)),
        ...(any === undefined ? [] : [readMethod('ANY', object(any), around)]),
      ],
    };
  });
}

const readValidators = (value: unknown): ImportedApi['validators'] =>
  Object.fromEntries(
    Object.entries(object(value)).map(([name, of]) => [
      name,
      {
        body: object(of)['validateRequestBody'] === true,
        parameters: object(of)['validateRequestParameters'] === true,
      },
    ]),
  );

function readGatewayResponse([responseType, value]: [string, unknown]): GatewayResponseRow {
  const { statusCode, responseParameters, responseTemplates } = object(value);
  return {
    responseType,
    ...optional('statusCode', textOrNumber(statusCode)),
    responseParameters: texts(responseParameters),
    responseTemplates: texts(responseTemplates),
  };
}

const optional = <K extends string>(name: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: string };
