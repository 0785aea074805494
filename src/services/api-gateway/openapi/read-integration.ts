import { type Document, object, text, textOrNumber, texts } from './document.ts';
import type { ImportedMethod } from './imported.ts';

/**
 * Reads `x-amazon-apigateway-integration`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function readIntegration(
  operation: unknown,
  document: Document,
): Pick<ImportedMethod, 'integration' | 'integrationResponses'> {
  const extension = object(operation)['x-amazon-apigateway-integration'];
  if (extension === undefined) return { integrationResponses: [] };
  const source = document.resolve(extension);
  const { timeoutInMillis, cacheKeyParameters, tlsConfig } = source;
  const integration = {
    type: upper(source['type']) as 'AWS',
    ...optional('integrationHttpMethod', upper(source['httpMethod'])),
    ...optional('uri', text(source['uri'])),
    ...optional('credentials', text(source['credentials'])),
    ...optional('passthroughBehavior', upper(source['passthroughBehavior'])),
    ...optional('contentHandling', upper(source['contentHandling']) as 'CONVERT_TO_TEXT' | undefined),
    ...optional('cacheNamespace', text(source['cacheNamespace'])),
    ...optional('connectionType', upper(source['connectionType']) as 'INTERNET' | undefined),
    ...optional('connectionId', text(source['connectionId'])),
    ...optional('responseTransferMode', upper(source['responseTransferMode']) as 'BUFFERED' | undefined),
    ...(typeof timeoutInMillis === 'number' ? { timeoutInMillis } : {}),
    ...(Array.isArray(cacheKeyParameters) ? { cacheKeyParameters: cacheKeyParameters.map(String) } : {}),
    ...(tlsConfig === undefined
      ? {}
      : { tlsConfig: { insecureSkipVerification: object(tlsConfig)['insecureSkipVerification'] === true } }),
    ...map('requestParameters', source['requestParameters']),
    ...map('requestTemplates', source['requestTemplates']),
  };
  return { integration, integrationResponses: Object.entries(object(source['responses'])).map(readResponse) };
}

function readResponse([pattern, value]: [string, unknown]) {
  const response = object(value);
  return {
    statusCode: textOrNumber(response['statusCode']) ?? '200',
    ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
    ...map('responseParameters', response['responseParameters']),
    ...map('responseTemplates', response['responseTemplates']),
    ...optional('contentHandling', upper(response['contentHandling']) as 'CONVERT_TO_TEXT' | undefined),
  };
}

const upper = (value: unknown): string | undefined => text(value)?.toUpperCase();

const optional = <K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };

const map = <K extends string>(name: K, value: unknown): { [P in K]?: Record<string, string> } =>
  (value === undefined ? {} : { [name]: texts(value) }) as { [P in K]?: Record<string, string> };
