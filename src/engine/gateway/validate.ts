import { mediaType } from './headers.ts';
import type { Models } from './models.ts';
import { invalidBody, missingParameters, type Refusal } from './refusal.ts';
import type { Matched, Validation } from './request.ts';
import type { MethodSpec } from './spec.ts';

/**
 * Compiles the validation of a method.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function compileValidation(spec: MethodSpec, models: Models): Validation {
  const required = [...spec.requiredParameters].sort().map(parameterOf);
  const { bodyModels } = spec;
  return {
    parameters(request) {
      if (required.length === 0) return undefined;
      const missing = required.filter((parameter) => !parameter.isIn(request));
      return missing.length === 0 ? undefined : missingParameters(missing.map(({ name }) => name));
    },
    body(request, body) {
      if (!bodyModels) return undefined;
      const type = mediaType(request.headers.get('content-type')) || 'application/json';
      const model = bodyModels[type] ?? bodyModels['$default'];
      // no model for this media type: nothing to validate against
      return model === undefined ? undefined : checkBody(body, models, model);
    },
  };
}

function checkBody(body: Buffer, models: Models, model: string): Refusal | undefined {
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    return invalidBody('[Unable to parse JSON from message body.]');
  }
  const errors = models.check(model)(value);
  return errors === undefined ? undefined : invalidBody(errors);
}

interface Parameter {
  readonly name: string;
  isIn(request: Matched): boolean;
}

/** Of `method.request.header.x`, `.querystring.x` or `.path.x`. */
function parameterOf(text: string): Parameter {
  const [, , location, ...rest] = text.split('.');
  const name = rest.join('.');
  if (location === 'header') {
    const lower = name.toLowerCase();
    return { name, isIn: ({ headers }) => headers.all(lower).length > 0 };
  }
  if (location === 'querystring') return { name, isIn: ({ query }) => query.has(name) };
  return { name, isIn: ({ pathParameters }) => Object.hasOwn(pathParameters, name) };
}
