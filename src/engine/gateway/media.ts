import { mediaType } from './headers.ts';

/** Whether bodies of a media type (a Content-Type or Accept value) are bytes; the first type of several counts. */
export type IsBinary = (value: string | undefined) => boolean;

/**
 * Compiles an API's binary media types.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function compileBinaryTypes(types: readonly string[]): IsBinary {
  if (types.includes('*/*')) return () => true;
  if (types.length === 0) return () => false;
  const whole = new Set(types.map((type) => type.toLowerCase()));
  return (value) => {
    const type = mediaType(value);
    return whole.has(type) || whole.has(`${type.split('/', 1)[0]}/*`);
  };
}
