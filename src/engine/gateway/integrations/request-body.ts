import { mediaType } from '../headers.ts';
import type { IsBinary } from '../media.ts';
import { internalError, type Refusal, unsupportedMediaType } from '../refusal.ts';
import type { Validated } from '../request.ts';
import type { MappedBase } from '../spec.ts';
import { compileTemplate } from '../template.ts';

/** Makes the body an endpoint is sent. */
export type MapBody = (request: Validated) => Buffer | Refusal;

/**
 * Compiles how a request's body becomes the integration's: by the template of its media type, or passed through.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export function compileRequestBody(spec: MappedBase, isBinary: IsBinary): MapBody {
  const templates = new Map(
    Object.entries(spec.requestTemplates).map(([type, text]) => [type.toLowerCase(), compileTemplate(text)]),
  );
  const passes =
    spec.passthrough === 'when-no-match' ||
    (spec.passthrough === 'when-no-templates' && templates.size === 0);
  return (request) => {
    const type = mediaType(request.headers.get('content-type')) || 'application/json';
    const key = templates.has(type) ? type : '$default';
    if (!templates.has(key) && !passes) return unsupportedMediaType();
    const body = converted(request, spec, isBinary);
    if (!body) return internalError('Unable to base64 decode the body.');
    if (!templates.has(key)) return body;
    return templates.get(key)?.(body) ?? internalError('The request template cannot be rendered');
  };
}

function converted(request: Validated, spec: MappedBase, isBinary: IsBinary): Buffer | undefined {
  const { body } = request;
  const bytes = isBinary(request.headers.get('content-type'));
  if (spec.contentHandling === 'to-text') return bytes ? Buffer.from(body.toString('base64')) : body;
  if (spec.contentHandling !== 'to-binary' || bytes) return body;
  const text = body.toString('latin1');
  return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
