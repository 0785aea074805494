import { invalidFilterPattern, unclosedPattern } from '../faults.ts';
import { Cursor } from './cursor.ts';
import { readDelimitedPattern } from './delimited.ts';
import type { FilterPattern } from './filter-pattern.ts';
import { readJsonPattern } from './json.ts';
import { compileRegex } from './regex.ts';
import { readTerms } from './terms.ts';

const everything: FilterPattern = { match: () => ({}) };

/**
 * Reads a filter pattern: terms, a regular expression, JSON conditions or fields between spaces. Blank matches everything.
 * @throws Fault InvalidParameterException when it is not one
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): FilterPattern {
  const trimmed = text.trim();
  if (trimmed === '') return everything;
  const cursor = new Cursor(trimmed);
  const first = trimmed[0];
  if (first === '{' && !trimmed.endsWith('}')) throw unclosedPattern('{', '}');
  if (first === '[' && !trimmed.endsWith(']')) throw unclosedPattern('[', ']');
  if (first === '%') return regexPattern(trimmed);
  const pattern =
    first === '{'
      ? readJsonPattern(cursor)
      : first === '['
        ? readDelimitedPattern(cursor)
        : readTerms(cursor);
  if (cursor.peek() !== '') throw invalidFilterPattern();
  return pattern;
}

function regexPattern(text: string): FilterPattern {
  if (text.length < 3 || !text.endsWith('%')) throw unclosedPattern('%', '%');
  const matches = compileRegex(text.slice(1, -1));
  return { match: (message) => (matches(message) ? {} : undefined) };
}
