/** Where a token ends in text of letters and digits: before digits, after them, at a hump, and before the last capital of several. */
const PIECES = /\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]/g;

/** A stretch of text between characters that are no letters or digits: its tokens as they are written. */
type Part = readonly string[];

/** What CloudWatch makes of a name to find it by. */
export interface Tokens {
  readonly parts: readonly Part[];
  /** All of it in small letters, without what is no letter or digit. */
  readonly whole: string;
}

/**
 * Takes a name apart: `Project2-trial333` into `project2trial333`, `project`, `2`, `trial`, `333`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html Tokenization
 */
export function searchTokens(text: string): Tokens {
  const stretches = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return {
    parts: stretches.map((stretch) => stretch.match(PIECES) ?? []),
    whole: stretches.join('').toLowerCase(),
  };
}

/**
 * Whether `wanted` is in `name`: one token of it in whatever case, or several tokens one after the other. What is written together in
 * `wanted` must be written so in `name`, capitals included.
 */
export function isIn(wanted: Tokens, name: Tokens): boolean {
  if (wanted.whole === '') return false;
  if (wanted.whole === name.whole) return true;
  const tokens = name.parts.flat();
  const sought = wanted.parts.flatMap((part) => part.map((token) => ({ token, exactly: part.length > 1 })));
  for (let start = 0; start + sought.length <= tokens.length; start++) {
    const here = sought.every(({ token, exactly }, index) => {
      const found = tokens[start + index] as string;
      return exactly ? found === token : found.toLowerCase() === token.toLowerCase();
    });
    if (here) return true;
  }
  return false;
}
