import type { RequestKeys } from './keys.ts';

/** A text with wildcards and perhaps policy variables. Undefined: a variable it needs has no value. */
export type Pattern = (value: string, keys: RequestKeys) => boolean | undefined;

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'variable'; readonly key: string; readonly otherwise?: string };

/** How a pattern is to be read. */
export interface PatternOptions {
  /** `*` and `?` are wildcards; else only variables are special. */
  readonly wildcards: boolean;
  /** `${...}` are policy variables, as they are from version 2012-10-17 on. */
  readonly variables: boolean;
  /** Letters match whatever their case. */
  readonly ignoreCase?: boolean;
}

/**
 * Compiles one text of a policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function compilePattern(text: string, options: PatternOptions): Pattern {
  const fold = options.ignoreCase ? (value: string) => value.toLowerCase() : (value: string) => value;
  const tokens = tokenize(text, options);
  if (!tokens.some(({ kind }) => kind === 'variable')) {
    const matches = compileGlob(tokens.map((token) => foldToken(token, fold)));
    return (value) => matches(fold(value));
  }
  return (value, keys) => {
    const resolved = resolve(tokens, keys);
    return resolved && compileGlob(resolved.map((token) => foldToken(token, fold)))(fold(value));
  };
}

/** Compiles a text with wildcards and nothing else. */
export function compileWildcards(text: string, ignoreCase = false): (value: string) => boolean {
  const pattern = compilePattern(text, { wildcards: true, variables: false, ignoreCase });
  return (value) => pattern(value, new Map()) === true;
}

const foldToken = (token: Token, fold: (value: string) => string): Token =>
  token.kind === 'text' ? { kind: 'text', text: fold(token.text) } : token;

function tokenize(text: string, { wildcards, variables }: PatternOptions): Token[] {
  const tokens: Token[] = [];
  const special = /\$\{([^}]*)\}|[*?]/g;
  let at = 0;
  for (const found of text.matchAll(special)) {
    const token = specialToken(found[0], found[1], wildcards, variables);
    if (!token) continue;
    if (found.index > at) tokens.push({ kind: 'text', text: text.slice(at, found.index) });
    tokens.push(token);
    at = found.index + found[0].length;
  }
  if (at < text.length) tokens.push({ kind: 'text', text: text.slice(at) });
  return tokens;
}

function specialToken(
  whole: string,
  variable: string | undefined,
  wildcards: boolean,
  variables: boolean,
): Token | undefined {
  if (variable === undefined) return wildcards ? { kind: whole === '*' ? 'any' : 'one' } : undefined;
  if (!variables) return undefined;
  const name = variable.trim();
  if (name === '*' || name === '?' || name === '$') return { kind: 'text', text: name };
  const [, key = name, otherwise] = /^([^,]*?)\s*,\s*'(.*)'$/s.exec(name) ?? [];
  return { kind: 'variable', key: key.toLowerCase(), ...(otherwise !== undefined && { otherwise }) };
}

function resolve(tokens: readonly Token[], keys: RequestKeys): Token[] | undefined {
  const resolved: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'variable') {
      resolved.push(token);
      continue;
    }
    const values = keys.get(token.key);
    const value = values?.length === 1 ? values[0] : token.otherwise;
    if (value === undefined) return undefined;
    resolved.push({ kind: 'text', text: value });
  }
  return resolved;
}

/** Linear in the value for each star: the last star alone is ever taken back. */
function compileGlob(tokens: readonly Token[]): (value: string) => boolean {
  const whole = tokens.map((token) => (token.kind === 'text' ? token.text : '')).join('');
  if (tokens.every(({ kind }) => kind === 'text')) return (value) => value === whole;
  if (tokens.length === 1 && tokens[0]!.kind === 'any') return () => true;
  const stars = tokens.filter(({ kind }) => kind === 'any').length;
  const plain = tokens.every(({ kind }) => kind !== 'one');
  if (plain && stars === 1 && tokens.at(-1)!.kind === 'any') return (value) => value.startsWith(whole);
  return globMatcher(elementsOf(tokens));
}

const ANY = -1;
const ONE = -2;

/** Code units of the pattern, with numbers below zero for the wildcards. */
function elementsOf(tokens: readonly Token[]): number[] {
  return tokens.flatMap((token) => {
    if (token.kind === 'text')
      return Array.from({ length: token.text.length }, (_, i) => token.text.charCodeAt(i));
    return [token.kind === 'any' ? ANY : ONE];
  });
}

function globMatcher(elements: readonly number[]): (value: string) => boolean {
  return (value) => {
    let at = 0;
    let element = 0;
    let star = -1;
    let resumeAt = 0;
    while (at < value.length) {
      const expected = elements[element];
      if (expected === ANY) {
        star = element++;
        resumeAt = at;
      } else if (expected !== undefined && (expected === ONE || expected === value.charCodeAt(at))) {
        element++;
        at++;
      } else if (star >= 0) {
        element = star + 1;
        at = ++resumeAt;
      } else return false;
    }
    while (elements[element] === ANY) element++;
    return element === elements.length;
  };
}
