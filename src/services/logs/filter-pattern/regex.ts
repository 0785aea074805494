import { RE2JS } from 're2js';
import { invalidCharacters, invalidFilterPattern } from '../faults.ts';
import type { Cursor } from './cursor.ts';

/** Regular expressions in one pattern of JSON conditions or fields. */
const MOST_REGEXPS = 2;

/**
 * Compiles an expression of what CloudWatch Logs lets stand between two `%`. Linear in time whatever it is.
 * @throws Fault of what it does not allow: groups, classes by name, characters that are neither ASCII letters and digits nor on its list
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
 */
export function compileRegex(source: string): (text: string) => boolean {
  const plain = source.replaceAll(/\\(?:[dDsSwW]|x[0-9A-Fa-f]{2}|[_#=@/;,\-^$?[\]{}|\\*+. ])/g, '');
  const bad = /[^A-Za-z0-9_#=@/;,\-^$?[\]{}|*+. ]+/.exec(plain);
  if (bad) throw invalidCharacters(bad[0]);
  if (source === '') throw invalidFilterPattern();
  try {
    const compiled = RE2JS.compile(source);
    return (text) => compiled.matcher(text).find();
  } catch {
    throw invalidFilterPattern();
  }
}

/** Reads `%...%` if it comes next. */
export function readRegex(cursor: Cursor): ((text: string) => boolean) | undefined {
  if (!cursor.take('%')) return undefined;
  const found = cursor.match(/((?:[^%\\]|\\.)*)%/y);
  if (!found || ++cursor.regexps > MOST_REGEXPS) throw invalidFilterPattern();
  return compileRegex(found[1] as string);
}
