import { RE2JS } from 're2js';
import { forRe2, fromJava } from './java-dialect.ts';

/** Answers whether a text matches. */
export type Matches = (text: string) => boolean;

/** Accepted texts kept per pattern: names come again and again. */
const REMEMBERED = 64;
/** Longer texts are not remembered. */
const REMEMBERED_LENGTH = 256;
/** The longest text that a pattern only a backtracking engine knows is tried on, characters. */
const BACKTRACKING_LENGTH = 4_096;

/**
 * Compiles a model's pattern. Those that a backtracking engine could take long over run in linear time (RE2).
 * @param anchored the whole text must match, as AWS's own services have it; else a part suffices, as Smithy has it
 */
export function compilePattern(pattern: string, anchored: boolean): Matches {
  const translated = fromJava(pattern);
  const source = anchored ? `^(?:${translated})$` : translated;
  return remembering(isSequence(translated) ? native(source) : (linear(source) ?? bounded(native(source))));
}

/** A pattern of single characters and classes with at most one unbounded repetition: no engine is slow on it. */
function isSequence(pattern: string): boolean {
  const atoms = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\\[^pPbBkdDwWsS0-9]|\\[dDwWsS]|\\u[0-9a-fA-F]{4}/g, 'x');
  const plain = atoms.replace(/\[\^?\]?[^[\]]*\]/g, 'x');
  if (/[()|[\]\\]/.test(plain)) return false;
  return (plain.match(/[*+]|\{\d*,\d*\}/g) ?? []).length <= 1;
}

function native(source: string): Matches {
  const regexp = compileNative(source);
  return (text) => regexp.test(text);
}

/** Java's classes are looser than the `u` flag allows, and its `\p{...}` needs the flag. */
function compileNative(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}

function linear(source: string): Matches | undefined {
  try {
    const compiled = RE2JS.compile(forRe2(source));
    return (text) => compiled.matcher(text).find();
  } catch {
    return undefined; // it looks around itself
  }
}

const bounded =
  (matches: Matches): Matches =>
  (text) =>
    text.length <= BACKTRACKING_LENGTH && matches(text);

function remembering(matches: Matches): Matches {
  const accepted = new Set<string>();
  return (text) => {
    if (accepted.has(text)) return true;
    if (!matches(text)) return false;
    if (text.length <= REMEMBERED_LENGTH) {
      if (accepted.size >= REMEMBERED) accepted.clear();
      accepted.add(text);
    }
    return true;
  };
}
