import { invalidSyntax } from './problem.ts';

/** One piece of an expression's text. */
export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  /** Starts with a small letter: the id of a query. */
  | { readonly kind: 'id'; readonly id: string }
  /** Starts with a capital: a function, an operator in words or an option. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'sign'; readonly sign: string };

const PATTERN =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([a-z]\w*)|([A-Z]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;

/**
 * The pieces of an expression. A backslash takes away what the quote after it means, and stays before all else.
 * @throws MathsProblem of what is no piece
 */
export function tokensOf(source: string): Token[] {
  const text = source.trimEnd();
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < text.length) {
    const found = PATTERN.exec(text);
    if (!found) throw invalidSyntax();
    const [, digits, quoted, id, word, sign] = found;
    if (digits !== undefined) tokens.push({ kind: 'number', value: Number(digits) });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquoted(quoted) });
    else if (id !== undefined) tokens.push({ kind: 'id', id });
    else if (word !== undefined) tokens.push({ kind: 'word', word });
    else tokens.push({ kind: 'sign', sign: sign as string });
  }
  return tokens;
}

function unquoted(quoted: string): string {
  const quote = quoted[0] as string;
  return quoted.slice(1, -1).replaceAll(`\\${quote}`, quote);
}
