import { badRequest } from '../faults.ts';

/** An object of an OpenAPI document: nothing about it is sure. */
export type Json = { readonly [name: string]: unknown };

/** A parsed document. Only references within it are followed: nothing is read from disk or the network. */
export interface Document {
  readonly root: Json;
  /** `openapi: 3.x` rather than `swagger: "2.0"`. */
  readonly three: boolean;
  /** The value itself, or what its `$ref` points to. */
  resolve(value: unknown): Json;
}

/** The largest document that is imported, bytes. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const DOCUMENT_BYTES = 6 * 1024 * 1024;

/** Parses an OpenAPI 2 or 3 document, JSON or YAML. @param body bytes; the SDK types it as any kind of payload */
export async function parseDocument(body: unknown): Promise<Document> {
  if (!(body instanceof Uint8Array) || body.length === 0 || body.length > DOCUMENT_BYTES) throw invalid();
  const root = await parse(Buffer.from(body).toString());
  const three = typeof root['openapi'] === 'string' && root['openapi'].startsWith('3.');
  if (!three && String(root['swagger']) !== '2.0') throw invalid();
  const pointers = await pointersOf(root);
  return {
    root,
    three,
    resolve(value) {
      let found = value;
      for (let hops = 0; hops < 32; hops++) {
        const ref = object(found)['$ref'];
        if (typeof ref !== 'string') return object(found);
        found = pointers(ref);
      }
      throw invalid();
    },
  };
}

const invalid = () => badRequest('Invalid OpenAPI input.');

async function parse(text: string): Promise<Json> {
  try {
    if (/^\s*\{/.test(text)) return object(JSON.parse(text));
    const { parse: parseYaml } = await import('yaml');
    return object(parseYaml(text, { maxAliasCount: 100 }));
  } catch {
    throw invalid();
  }
}

async function pointersOf(root: Json): Promise<(ref: string) => unknown> {
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  const refs = await SwaggerParser.resolve(root as never, { resolve: { external: false } }).catch(() => {
    throw invalid();
  });
  return (ref) => {
    if (!ref.startsWith('#/')) throw badRequest(`Unable to resolve the reference ${ref}`);
    try {
      return refs.get(ref);
    } catch {
      throw badRequest(`Unable to resolve the reference ${ref}`);
    }
  };
}

/** The value, when it is an object; else an empty one. */
export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** The value, when it is a text. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The value, when it is a text or a number, as a text: statuses and versions are written either way. */
export const textOrNumber = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : text(value);

/** Texts by name; what is none is written as JSON. */
export const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(object(value)).map(([name, inner]) => [
      name,
      typeof inner === 'string' ? inner : JSON.stringify(inner),
    ]),
  );
