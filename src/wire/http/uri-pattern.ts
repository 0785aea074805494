/** A segment of a pattern: text to match, a label for one segment, or one for the rest. */
export type PatternSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

/** The URI of an operation, taken apart. */
export interface UriPattern {
  readonly segments: readonly PatternSegment[];
  /** Query parameters that must be there; with a value, with that value. */
  readonly query: readonly { readonly name: string; readonly value: string | undefined }[];
}

/** Takes a Smithy URI pattern apart. @see https://smithy.io/2.0/spec/http-bindings.html#uri */
export function parseUriPattern(uri: string): UriPattern {
  const question = uri.indexOf('?');
  const path = question < 0 ? uri : uri.slice(0, question);
  const query = question < 0 ? '' : uri.slice(question + 1);
  const texts = path.split('/').slice(1);
  if (texts.at(-1) === '') texts.pop();
  return {
    segments: texts.map(parseSegment),
    query: query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', value] = part.split('=');
        return { name, value: value === '' ? undefined : value };
      }),
  };
}

function parseSegment(text: string): PatternSegment {
  if (!text.startsWith('{') || !text.endsWith('}')) return { kind: 'literal', text };
  const name = text.slice(1, -1);
  return name.endsWith('+') ? { kind: 'greedy', name: name.slice(0, -1) } : { kind: 'label', name };
}
