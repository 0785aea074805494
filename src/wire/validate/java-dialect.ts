/** POSIX classes of Java's regular expressions, as the inside of a character class. */
const CLASSES: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7F',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1F\\x7F',
  XDigit: '0-9a-fA-F',
  Space: '\\s',
  IsAlphabetic: '\\p{Alphabetic}',
  IsDigit: '\\p{Nd}',
};

/**
 * Rewrites what models take from Java's regular expressions and others do not know: `\A`, `\z`, POSIX classes, and the counts that
 * some models put after an anchor.
 */
export function fromJava(pattern: string): string {
  let inClass = false;
  const rewritten = pattern.replace(
    /\\p\{(\w+)\}|\\A|\\[zZ]|\\.|\[|\]/gs,
    (token, name: string | undefined) => {
      if (token === '[') inClass = true;
      else if (token === ']') inClass = false;
      else if (token === '\\A') return '^';
      else if (token === '\\z' || token === '\\Z') return '$';
      const inside = name === undefined ? undefined : CLASSES[name];
      return inside === undefined ? token : inClass ? inside : `[${inside}]`;
    },
  );
  return rewritten.replace(/(?<!\\)\$\{\d+,\d*\}/g, '$$');
}

/** Rewrites for RE2: code points its way, and repetitions beyond the 1,000 it counts to without an upper end. */
export function forRe2(pattern: string): string {
  return pattern
    .replace(/\\u([0-9a-fA-F]{4})/g, '\\x{$1}')
    .replace(/\{(\d+),(\d+)\}/g, (token, least: string, most: string) =>
      Number(most) > 1000 ? `{${Math.min(Number(least), 1000)},}` : token,
    );
}
