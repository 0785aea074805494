import { MathsProblem } from '../problem.ts';
import { type Tokens, searchTokens } from './search-tokens.ts';

/** What a term must be found in: any name or value, or that of one property. */
export interface SearchTerm {
  readonly kind: 'term';
  /** `Namespace`, `MetricName` or the name of a dimension. */
  readonly property: string | undefined;
  readonly text: string;
  /** In quotes: the whole must be the same. */
  readonly exactly: boolean;
  readonly tokens: Tokens;
}

/** Terms and how they go together. */
export type SearchCondition =
  | SearchTerm
  | { readonly kind: 'and' | 'or'; readonly of: readonly SearchCondition[] }
  | { readonly kind: 'not'; readonly of: SearchCondition };

/** What a search looks for. */
export interface SearchQuery {
  /** The namespace and, when any are named, exactly the dimensions that a metric must have. */
  readonly schema: { readonly namespace: string; readonly dimensions: readonly string[] } | undefined;
  readonly condition: SearchCondition | undefined;
}

const LONGEST = 1024;
const MOST_NESTED = 50;

type Token =
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'words'; readonly text: string; readonly exactly: boolean };

const PATTERN = /\s*(?:([{}(),=])|"((?:[^"\\]|\\.)*)"|([^\s{}(),="]+))/y;

/**
 * Reads what is searched for: `{AWS/Lambda,FunctionName} MetricName="Errors" OR (Throttles NOT test)`.
 * @throws MathsProblem when it cannot be read
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function parseSearch(source: string): SearchQuery {
  if (source.length > LONGEST) throw problem(`it is longer than ${LONGEST} characters`);
  const parser = new SearchParser(tokensOf(source));
  const schema = parser.schema();
  const condition = parser.atEnd ? undefined : parser.any();
  if (!parser.atEnd || (!schema && !condition)) throw problem('it cannot be read');
  return { schema, condition };
}

const problem = (why: string): MathsProblem => new MathsProblem(`Invalid SEARCH query: ${why}`);

function tokensOf(source: string): Token[] {
  const text = source.trimEnd();
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const found = PATTERN.exec(text);
    if (!found) throw problem('it cannot be read');
    const [, sign, exact, bare] = found;
    if (sign !== undefined) tokens.push({ kind: 'sign', sign });
    else if (exact !== undefined)
      tokens.push({ kind: 'words', text: exact.replaceAll(/\\(.)/g, '$1'), exactly: true });
    else tokens.push({ kind: 'words', text: bare as string, exactly: false });
  }
  return tokens;
}

class SearchParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  schema(): SearchQuery['schema'] {
    if (!this.#skip('{')) return undefined;
    const names: string[] = [];
    do names.push(this.#words().text);
    while (this.#skip(','));
    if (!this.#skip('}')) throw problem('its schema does not end');
    this.#skip(',');
    const [namespace, ...dimensions] = names;
    return { namespace: namespace as string, dimensions };
  }

  any(): SearchCondition {
    if (++this.#depth > MOST_NESTED) throw problem('it is nested too deeply');
    const of = [this.#all()];
    while (this.#operator('OR')) of.push(this.#all());
    this.#depth--;
    return of.length === 1 ? (of[0] as SearchCondition) : { kind: 'or', of };
  }

  #all(): SearchCondition {
    const of = [this.#one()];
    while (!this.atEnd && !this.#is('sign', ')') && !this.#is('words', 'OR')) {
      this.#operator('AND');
      of.push(this.#one());
    }
    return of.length === 1 ? (of[0] as SearchCondition) : { kind: 'and', of };
  }

  #one(): SearchCondition {
    if (this.#operator('NOT')) return { kind: 'not', of: this.#one() };
    if (this.#skip('(')) {
      const inner = this.any();
      if (!this.#skip(')')) throw problem('a parenthesis does not end');
      return inner;
    }
    const first = this.#words();
    if (!this.#skip('=')) return term(first, undefined);
    return term(this.#words(), first.text);
  }

  #words(): Extract<Token, { kind: 'words' }> {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'words') throw problem('a name is missing');
    return token;
  }

  #is(kind: Token['kind'], spelling: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return false;
    return token.kind === 'sign' ? token.sign === spelling : !token.exactly && token.text === spelling;
  }

  #operator(name: 'AND' | 'OR' | 'NOT'): boolean {
    if (!this.#is('words', name)) return false;
    this.#at++;
    return true;
  }

  #skip(sign: string): boolean {
    if (!this.#is('sign', sign)) return false;
    this.#at++;
    return true;
  }
}

const term = ({ text, exactly }: { text: string; exactly: boolean }, property?: string): SearchTerm => ({
  kind: 'term',
  property,
  text,
  exactly,
  tokens: searchTokens(text),
});
